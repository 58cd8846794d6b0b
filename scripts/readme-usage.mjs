// Updates the README's Usage block from the tool's help. A test compares the two.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const help = execFileSync(process.execPath, ['bin/create-o2switch-rust.js', '--help', '--lang', 'en'], {
  encoding: 'utf8',
})
const readme = readFileSync('README.md', 'utf8')
const block = /^(## Usage\n\n```\n).*?(```\n)/ms
if (!block.test(readme)) throw new Error('README.md has no Usage block.')
writeFileSync(
  'README.md',
  readme.replace(block, (_, start, end) => start + help + end),
)

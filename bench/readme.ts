// npm run bench:readme: puts the results that bench/results holds into the README, between its two marks.
import { readFileSync, writeFileSync } from 'node:fs'
import { figures } from './figures.ts'
import { figuresBlock } from './figures-block.ts'
import { readResults } from './result-files.ts'

const block = /^(<!-- figures -->\n).*?^(<!-- \/figures -->\n)/ms

const shown = figures.filter(({ onRequest }) => !onRequest)
const results = await readResults(shown.map(({ name }) => name))
if (results.length === 0) throw new Error('There are no results: npm run bench makes them.')
const withBounds = results.map((result) => {
  const bound = shown.find(({ name }) => name === result.name)?.bound
  return bound === undefined ? result : { ...result, bound }
})
const readme = readFileSync('README.md', 'utf8')
if (!block.test(readme)) throw new Error('The README has no place for the figures.')
writeFileSync(
  'README.md',
  readme.replace(block, (_, start, end) => `${start}\n${figuresBlock(withBounds)}\n\n${end}`),
)

// npm run bench:readme: writes the results in bench/results into the README, between its two markers.
import { readFileSync, writeFileSync } from 'node:fs'
import { figures } from './figures.ts'
import { figuresBlock } from './figures-block.ts'
import { readResults } from './result-files.ts'

const block = /^(<!-- figures -->\n).*?^(<!-- \/figures -->\n)/ms

const shown = figures.filter(({ onRequest }) => !onRequest)
const results = await readResults(shown.map(({ name }) => name))
if (results.length === 0) throw new Error('There are no results yet: run npm run bench.')
const withReasons = results.map((result) => {
  const whyMissed = shown.find(({ name }) => name === result.name)?.whyMissed
  return whyMissed === undefined ? result : { ...result, whyMissed }
})
const readme = readFileSync('README.md', 'utf8')
if (!block.test(readme)) throw new Error('The README has no markers for the figures.')
writeFileSync(
  'README.md',
  readme.replace(block, (_, start, end) => `${start}\n${figuresBlock(withReasons)}\n\n${end}`),
)

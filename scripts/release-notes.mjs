// node scripts/release-notes.mjs v1.2.3: prints the section of that version in CHANGELOG.md. Fails if package.json has
// another version, or if the section has no date yet.
import { readFileSync } from 'node:fs'

const [tag = ''] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const [, ...sections] = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m)
const section = sections.find((text) => text.startsWith(`${version} `))
const [heading = '', ...notes] = section?.split('\n') ?? []

const problems = [
  ...(tag === `v${version}` ? [] : [`the tag is ${tag}, but package.json has ${version}`]),
  ...(section ? [] : [`CHANGELOG.md has no section for ${version}`]),
  ...(!section || /\(\d{4}-\d\d-\d\d\)$/.test(heading) ? [] : [`CHANGELOG.md has no date in "## ${heading}"`]),
]
if (problems.length > 0) throw new Error(`Cannot release: ${problems.join('; ')}.`)
console.log(notes.join('\n').trim())

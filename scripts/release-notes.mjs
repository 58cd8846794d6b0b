// node scripts/release-notes.mjs v1.2.3: prints what CHANGELOG.md says of that version, which must be the one in
// package.json; refuses a tag that is not what it is said to be, and a version that is not dated yet.
import { readFileSync } from 'node:fs'

const [tag = ''] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const [, ...sections] = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m)
const section = sections.find((text) => text.startsWith(`${version} `))
const [heading = '', ...notes] = section?.split('\n') ?? []

const problems = [
  ...(tag === `v${version}` ? [] : [`the tag is ${tag}, and package.json says ${version}`]),
  ...(section ? [] : [`CHANGELOG.md has no section of ${version}`]),
  ...(!section || /\(\d{4}-\d\d-\d\d\)$/.test(heading) ? [] : [`CHANGELOG.md gives no date: "## ${heading}"`]),
]
if (problems.length > 0) throw new Error(`This cannot be released: ${problems.join('; ')}.`)
console.log(notes.join('\n').trim())

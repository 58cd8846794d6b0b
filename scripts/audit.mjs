// npm run audit: vulnerabilities, yanked versions and licences, in what the tool is built from and in what each new project
// is made of, one line for each check. Exit code 1: something was found. What could not be looked at, for lack of a
// network, is said; with --strict, as in CI, that is exit code 2.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { advisories, cargoDeny, crateRules } from './audit/cargo-deny.mjs'
import { packageHoles } from './audit/npm.mjs'
import { said } from './audit/run.mjs'
import { yankedCrates } from './audit/yanked.mjs'

const folder = mkdtempSync(join(tmpdir(), 'create-o2switch-rust-audit-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const frameworks = readdirSync('templates/frameworks')
/** @param {string} framework */
const project = (framework) => join(folder, `${framework}-project`)
for (const framework of frameworks) {
  const args = ['bin/create-o2switch-rust.js', project(framework), '-f', framework, '--no-install', '--no-git']
  const { ok, output } = said('node', args)
  if (!ok) throw new Error(`There is no ${framework} project to look at:\n${output}`)
}

const deny = cargoDeny()
/** @typedef {readonly [title: string, look: () => import('./audit/run.mjs').Outcome]} Check */

/** @type {Check[]} */
const checks = [
  ['the tool: vulnerabilities (npm audit)', () => packageHoles('.')],
  ['a project: vulnerabilities (npm audit)', () => packageHoles(project(frameworks[0] ?? ''))],
  ...frameworks.flatMap(
    (framework) =>
      /** @type {Check[]} */ ([
        [`${framework}: vulnerabilities (cargo deny, RustSec)`, () => advisories(deny, project(framework))],
        [`${framework}: yanked versions (crates.io)`, () => yankedCrates(project(framework))],
        [`${framework}: licences and sources (cargo deny)`, () => crateRules(deny, project(framework))],
      ]),
  ),
]

const words = { passed: 'ok', found: 'FOUND', unchecked: 'NOT CHECKED' }
const kinds = checks.map(([title, look]) => {
  const { kind, why } = look()
  console.log(`${title.padEnd(46)} ${words[kind]}${why ? `\n    ${why.trim().replaceAll('\n', '\n    ')}` : ''}`)
  return kind
})
/** @param {keyof typeof words} kind */
const count = (kind) => kinds.filter((one) => one === kind).length
console.log(`\n${count('passed')} ok, ${count('found')} found, ${count('unchecked')} NOT CHECKED`)
if (count('found') > 0) process.exitCode = 1
else if (count('unchecked') > 0 && process.argv.includes('--strict')) process.exitCode = 2

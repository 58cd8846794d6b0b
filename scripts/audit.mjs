// npm run audit: checks the dependencies of the tool and of new projects for vulnerabilities, yanked versions and
// licences. Exits with 1 if anything was found. Checks that could not run, without a network for instance, are reported;
// with --strict, as in CI, they exit with 2.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { advisories, cargoDeny, crateRules } from './audit/cargo-deny.mjs'
import { vulnerablePackages } from './audit/npm.mjs'
import { capture } from './audit/run.mjs'
import { yankedCrates } from './audit/yanked.mjs'

const folder = mkdtempSync(join(tmpdir(), 'create-o2switch-rust-audit-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const frameworks = readdirSync('templates/frameworks')
/** @param {string} framework */
const project = (framework) => join(folder, `${framework}-project`)
for (const framework of frameworks) {
  const args = ['bin/create-o2switch-rust.js', project(framework), '-f', framework, '--no-install', '--no-git']
  const { ok, output } = capture('node', args)
  if (!ok) throw new Error(`Could not create the ${framework} project:\n${output}`)
}

const deny = cargoDeny()
/** @typedef {readonly [title: string, run: () => import('./audit/run.mjs').Outcome]} Check */

/** @type {Check[]} */
const checks = [
  ['the tool: vulnerabilities (npm audit)', () => vulnerablePackages('.')],
  ['a project: vulnerabilities (npm audit)', () => vulnerablePackages(project(frameworks[0] ?? ''))],
  ...frameworks.flatMap(
    (framework) =>
      /** @type {Check[]} */ ([
        [`${framework}: vulnerabilities (cargo deny, RustSec)`, () => advisories(deny, project(framework))],
        [`${framework}: yanked versions (crates.io)`, () => yankedCrates(project(framework))],
        [`${framework}: licences and sources (cargo deny)`, () => crateRules(deny, project(framework))],
      ]),
  ),
]

const labels = { passed: 'ok', found: 'FOUND', unchecked: 'NOT CHECKED' }
const kinds = checks.map(([title, run]) => {
  const { kind, details } = run()
  console.log(
    `${title.padEnd(46)} ${labels[kind]}${details ? `\n    ${details.trim().replaceAll('\n', '\n    ')}` : ''}`,
  )
  return kind
})
/** @param {keyof typeof labels} kind */
const count = (kind) => kinds.filter((one) => one === kind).length
console.log(`\n${count('passed')} ok, ${count('found')} found, ${count('unchecked')} NOT CHECKED`)
if (count('found') > 0) process.exitCode = 1
else if (count('unchecked') > 0 && process.argv.includes('--strict')) process.exitCode = 2

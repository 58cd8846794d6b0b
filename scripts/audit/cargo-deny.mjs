import { resolve } from 'node:path'
import { capture, unchecked } from './run.mjs'

const version = '0.20.2'

/**
 * cargo-deny. The first time it is compiled into target/, which takes minutes; `failure` if that was not possible.
 * @typedef {{ program: string, failure?: string }} Deny
 * @returns {Deny}
 */
export function cargoDeny() {
  const root = resolve('target/cargo-deny')
  const program = resolve(root, 'bin/cargo-deny')
  if (capture(program, ['--version']).output.includes(version)) return { program }
  console.log(`Compiling cargo-deny ${version} into target/, once…`)
  const { ok, output } = capture('cargo', ['install', '--locked', '--version', version, '--root', root, 'cargo-deny'])
  return ok ? { program } : { program, failure: output }
}

/** The checks in deny.toml. Needs no network once cargo has the crates. @param {Deny} deny @param {string} crate */
export function crateRules(deny, crate) {
  if (deny.failure) return unchecked(deny.failure)
  const crates = capture('cargo', ['fetch', '--locked'], crate)
  return crates.ok ? check(deny, crate, ['licenses', 'bans', 'sources']) : unchecked(crates.output)
}

/** RustSec's database is on GitHub, not in a registry. @param {Deny} deny @param {string} crate */
export function advisories(deny, crate) {
  if (deny.failure) return unchecked(deny.failure)
  const database = capture(deny.program, [...options(crate), 'fetch', 'db'])
  return database.ok ? check(deny, crate, ['advisories']) : unchecked(database.output)
}

/** @param {Deny} deny @param {string} crate @param {readonly string[]} what @returns {import('./run.mjs').Outcome} */
function check({ program }, crate, what) {
  const { ok, output } = capture(program, [...options(crate), 'check', '--hide-inclusion-graph', ...what])
  // The last line is the verdict: `advisories ok, bans FAILED`. Without one, the check did not run.
  if (!/(ok|FAILED)\s*$/.test(output)) return unchecked(output)
  return ok ? { kind: 'passed' } : { kind: 'found', details: output }
}

/** @param {string} crate */
function options(crate) {
  return ['--manifest-path', resolve(crate, 'Cargo.toml'), '--config', resolve('deny.toml'), '--log-level', 'error']
}

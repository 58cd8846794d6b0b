import { resolve } from 'node:path'
import { said, unchecked } from './run.mjs'

const version = '0.20.2'

/**
 * cargo-deny, compiled into the target folder the first time, which takes minutes; `failure` if there is none to be had.
 * @typedef {{ program: string, failure?: string }} Deny
 * @returns {Deny}
 */
export function cargoDeny() {
  const root = resolve('target/cargo-deny')
  const program = resolve(root, 'bin/cargo-deny')
  if (said(program, ['--version']).output.includes(version)) return { program }
  console.log(`cargo-deny ${version} is being compiled into target/, once…`)
  const { ok, output } = said('cargo', ['install', '--locked', '--version', version, '--root', root, 'cargo-deny'])
  return ok ? { program } : { program, failure: output }
}

/** deny.toml says what is asked. Needs no network once cargo has the crates. @param {Deny} deny @param {string} crate */
export function crateRules(deny, crate) {
  if (deny.failure) return unchecked(deny.failure)
  const crates = said('cargo', ['fetch', '--locked'], crate)
  return crates.ok ? check(deny, crate, ['licenses', 'bans', 'sources']) : unchecked(crates.output)
}

/** RustSec's database lies on GitHub, and in no registry. @param {Deny} deny @param {string} crate */
export function advisories(deny, crate) {
  if (deny.failure) return unchecked(deny.failure)
  const database = said(deny.program, [...options(crate), 'fetch', 'db'])
  return database.ok ? check(deny, crate, ['advisories']) : unchecked(database.output)
}

/** @param {Deny} deny @param {string} crate @param {readonly string[]} what @returns {import('./run.mjs').Outcome} */
function check({ program }, crate, what) {
  const { ok, output } = said(program, [...options(crate), 'check', '--hide-inclusion-graph', ...what])
  // Its last line is the verdict: `advisories ok, bans FAILED`. Without one, it did not come to that.
  if (!/(ok|FAILED)\s*$/.test(output)) return unchecked(output)
  return ok ? { kind: 'passed' } : { kind: 'found', why: output }
}

/** @param {string} crate */
function options(crate) {
  return ['--manifest-path', resolve(crate, 'Cargo.toml'), '--config', resolve('deny.toml'), '--log-level', 'error']
}

import { spawnSync } from 'node:child_process'

/**
 * What came of a check. Only who was really asked and had nothing to say has `passed`.
 * @typedef {{ kind: 'passed' | 'found' | 'unchecked', why?: string }} Outcome
 */

/**
 * Runs a program to its end. `output` is all that it said, `stdout` the part for machines.
 * @param {string} program @param {readonly string[]} args @param {string} [cwd]
 */
export function said(program, args, cwd = '.') {
  const env = { ...process.env, NO_COLOR: '1', CARGO_TERM_COLOR: 'never' }
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8' })
  return { ok: status === 0, stdout: stdout ?? '', output: error ? error.message : stderr + stdout }
}

/** @param {string} output @returns {Outcome} */
export function unchecked(output) {
  return { kind: 'unchecked', why: output.trim().split('\n').slice(-3).join('\n') }
}

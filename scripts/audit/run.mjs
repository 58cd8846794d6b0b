import { spawnSync } from 'node:child_process'

/**
 * The outcome of a check. `passed` only if it really ran and found nothing.
 * @typedef {{ kind: 'passed' | 'found' | 'unchecked', details?: string }} Outcome
 */

/**
 * Runs a program to its end. `output` has both stderr and stdout.
 * @param {string} program @param {readonly string[]} args @param {string} [cwd]
 */
export function capture(program, args, cwd = '.') {
  const env = { ...process.env, NO_COLOR: '1', CARGO_TERM_COLOR: 'never' }
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8' })
  return { ok: status === 0, stdout: stdout ?? '', output: error ? error.message : stderr + stdout }
}

/** @param {string} output @returns {Outcome} */
export function unchecked(output) {
  return { kind: 'unchecked', details: output.trim().split('\n').slice(-3).join('\n') }
}

import type { Localized } from '../text/localized.ts'

/** Whether we run in CI. `CI=false` and the like mean that we do not. */
export function runsInCi(): boolean {
  return !['', '0', 'false'].includes(process.env.CI ?? '')
}

/** Why nobody can answer a question here, or undefined if somebody can. */
export function reasonNotInteractive(): Localized | undefined {
  if (runsInCi()) return (t) => t.missing.ci
  if (!process.stdin.isTTY) return (t) => t.missing.noTerminal
  if (!process.stdout.isTTY) return (t) => t.missing.piped
  return undefined
}

/** Whether a line on stderr can be redrawn. */
export function canSpin(): boolean {
  return process.stderr.isTTY && process.env.TERM !== 'dumb' && !runsInCi()
}

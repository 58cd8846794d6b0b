import type { Localized } from '../text/localized.ts'

/** Whether a machine runs us, not a person. `CI=false` and the like say that it does not. */
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

/** Whether a line on stderr can be drawn again and again. */
export function canSpin(): boolean {
  return process.stderr.isTTY && process.env.TERM !== 'dumb' && !runsInCi()
}

/** Whether a machine runs us, not a person. `CI=false` and the like say that it does not. */
export function runsInCi(): boolean {
  return !['', '0', 'false'].includes(process.env.CI ?? '')
}

/** Why nobody can answer a question here, or undefined if somebody can. */
export function whyNobodyAnswers(): string | undefined {
  if (runsInCi()) return 'Nobody is asked where CI is set.'
  if (!process.stdin.isTTY) return 'There is no terminal to ask on.'
  if (!process.stdout.isTTY) return 'Nobody is asked while the output goes to a file or a pipe.'
  return undefined
}

/** Whether a line on stderr can be drawn again and again. */
export function canSpin(): boolean {
  return process.stderr.isTTY && process.env.TERM !== 'dumb' && !runsInCi()
}

/**
 * Their `.gitignore` with the lines of ours that it lacks at its end, or undefined if it lacks none. What they have
 * stays as it is, byte for byte. A line of theirs that a `!` follows may have been taken back, so ours comes again.
 */
export function completeGitignore(theirs: Uint8Array, ours: Uint8Array): Uint8Array | undefined {
  const lines = linesOf(theirs)
  const since = lines.findLastIndex((line) => line.startsWith('!')) + 1
  const holding = new Set(lines.slice(since))
  const missing = linesOf(ours).filter((line) => line !== '' && !line.startsWith('#') && !holding.has(line))
  if (missing.length === 0) return undefined
  const ended = theirs.length === 0 || theirs.at(-1) === 0x0a
  return concat(theirs, new TextEncoder().encode(`${ended ? '' : '\n'}${missing.join('\n')}\n`))
}

function linesOf(content: Uint8Array): string[] {
  return new TextDecoder()
    .decode(content)
    .split('\n')
    .map((line) => line.trimEnd())
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

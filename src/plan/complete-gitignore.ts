/**
 * Their `.gitignore` with our missing lines appended, or undefined if none is missing. Their content is kept byte for
 * byte. A line before a `!` line may have been negated, so it counts as missing.
 */
export function completeGitignore(theirs: Uint8Array, ours: Uint8Array): Uint8Array | undefined {
  const lines = linesOf(theirs)
  const afterNegations = lines.findLastIndex((line) => line.startsWith('!')) + 1
  const present = new Set(lines.slice(afterNegations))
  const missing = linesOf(ours).filter((line) => line !== '' && !line.startsWith('#') && !present.has(line))
  if (missing.length === 0) return undefined
  const endsWithNewline = theirs.length === 0 || theirs.at(-1) === 0x0a
  return concat(theirs, new TextEncoder().encode(`${endsWithNewline ? '' : '\n'}${missing.join('\n')}\n`))
}

/**
 * Their `.gitattributes` below ours, or undefined if ours is there: a later line wins, so theirs go on deciding about the
 * files that they name.
 */
export function completeGitattributes(theirs: Uint8Array, ours: Uint8Array): Uint8Array | undefined {
  const present = new Set(linesOf(theirs))
  const missing = linesOf(ours).filter((line) => line !== '' && !line.startsWith('#') && !present.has(line))
  return missing.length === 0 ? undefined : concat(ours, theirs)
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

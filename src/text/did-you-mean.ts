/** The candidate that `word` was probably meant to be, or undefined if none is close. */
export function closestMatch(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance <= tolerance(best.candidate) ? best.candidate : undefined
}

/** Any two letters are close to any other two, so for those only the case may differ. */
function tolerance(candidate: string): number {
  const letters = candidate.replace(/^-+/, '').length
  return letters < 3 ? 0 : Math.max(2, Math.floor(candidate.length / 3))
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

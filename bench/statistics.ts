/** The middle of some numbers and how far they reach. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** @throws RangeError without numbers, or with one that is not finite. */
export function spread(numbers: readonly number[]): Spread {
  if (numbers.length === 0 || !numbers.every(Number.isFinite)) throw new RangeError(`no figures: [${numbers}]`)
  const sorted = numbers.toSorted((one, other) => one - other)
  const at = (index: number) => sorted[index] as number
  const [below, above] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)]
  return { median: (at(below) + at(above)) / 2, min: at(0), max: at(sorted.length - 1) }
}

/**
 * How many times the others one's samples are, round by round: what the machine had to do besides weighs on both of a
 * round, and falls out of their ratio.
 *
 * @throws RangeError when one of them has more samples, or one of the others is 0.
 */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  if (ours.length !== theirs.length) throw new RangeError(`${ours.length} rounds against ${theirs.length}`)
  if (theirs.includes(0)) throw new RangeError('nothing is a multiple of 0')
  return ours.map((sample, round) => sample / (theirs[round] as number))
}

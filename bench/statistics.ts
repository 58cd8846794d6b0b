export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** @throws RangeError if there are no numbers, or one of them is not finite. */
export function spread(numbers: readonly number[]): Spread {
  if (numbers.length === 0 || !numbers.every(Number.isFinite)) throw new RangeError(`not figures: [${numbers}]`)
  const sorted = numbers.toSorted((one, other) => one - other)
  const at = (index: number) => sorted[index] as number
  const [below, above] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)]
  return { median: (at(below) + at(above)) / 2, min: at(0), max: at(sorted.length - 1) }
}

/**
 * The ratio ours/theirs of each round. Other load on the machine affects both in the same round, so it cancels out.
 *
 * @throws RangeError if the numbers of samples differ, or one of theirs is 0.
 */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  if (ours.length !== theirs.length) throw new RangeError(`${ours.length} rounds against ${theirs.length}`)
  if (theirs.includes(0)) throw new RangeError('there is no ratio to 0')
  return ours.map((sample, round) => sample / (theirs[round] as number))
}

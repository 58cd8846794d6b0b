import type { Limit, Threshold } from './figure.ts'
import { ratios, type Spread, spread } from './statistics.ts'

/** The samples of each contender, in the order of the rounds. */
export type Samples = Readonly<Record<string, readonly number[]>>

/** A threshold, and how it compares with what was measured. */
export interface Verdict extends Threshold {
  /** Of the ratio, or of the contender's own values if there is nothing to compare it with. */
  readonly found: Spread
  /** undefined if there is no limit. */
  readonly met: boolean | undefined
}

/** Compares samples with thresholds: the median decides. */
export function judge(thresholds: readonly Threshold[], samples: Samples): Verdict[] {
  return thresholds.map((threshold) => {
    const { contender, against, limit } = threshold
    const own = samplesOf(contender, samples)
    const found = spread(against === undefined ? own : ratios(own, samplesOf(against, samples)))
    return { ...threshold, found, met: limit && isWithin(found.median, limit) }
  })
}

function isWithin(value: number, { sign, value: limit }: Limit): boolean {
  return sign === '≤' ? value <= limit : value >= limit
}

function samplesOf(contender: string, samples: Samples): readonly number[] {
  const found = samples[contender]
  if (!found) throw new Error(`no contender ${contender}, only ${Object.keys(samples).join(', ')}`)
  return found
}

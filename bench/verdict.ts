import type { Bar, Limit } from './figure.ts'
import { ratios, type Spread, spread } from './statistics.ts'

/** The samples of each contender, in the order of the rounds. */
export type Samples = Readonly<Record<string, readonly number[]>>

/** What came of a bar. */
export interface Verdict extends Bar {
  /** Of the ratio, or of the contender's own figure if there is nobody to be compared with. */
  readonly found: Spread
  /** undefined where nothing is asked. */
  readonly met: boolean | undefined
}

/** Holds samples against the bars: the median decides. */
export function judge(bars: readonly Bar[], samples: Samples): Verdict[] {
  return bars.map((bar) => {
    const own = samplesOf(bar.contender, samples)
    const found = spread(bar.against === undefined ? own : ratios(own, samplesOf(bar.against, samples)))
    return { ...bar, found, met: bar.limit && keeps(found.median, bar.limit) }
  })
}

function keeps(value: number, { sign, value: limit }: Limit): boolean {
  return sign === '≤' ? value <= limit : value >= limit
}

function samplesOf(contender: string, samples: Samples): readonly number[] {
  const found = samples[contender]
  if (!found) throw new Error(`no contender ${contender}, only ${Object.keys(samples).join(', ')}`)
  return found
}

export type Unit = 'µs' | 'ms' | 's' | 'requests/s' | 'MB' | 'KB' | 'packages' | 'threads'

/** One of the things that a figure compares. */
export interface Contender {
  readonly name: string
  /** Takes one sample, in the figure's unit. Rejects if anything failed on the way: there are no partly true figures. */
  measure(): Promise<number>
}

/** The contenders of a figure, ready to be measured again and again. */
export interface Setup {
  readonly contenders: readonly Contender[]
  /** What a reader must know of this measurement, beyond the figure's `how`. */
  readonly notes?: readonly string[]
}

/** Registers what stops something that was started, or removes its files. Called when the figure is done, and if it fails. */
export type Defer = (cleanup: () => Promise<unknown>) => void

export type Limit = { readonly sign: '≤' | '≥'; readonly value: number }

/**
 * What a contender should reach. With `against`, the limit applies to the ratio of the two; otherwise to the contender's
 * own value. Without `limit`, the ratio is only reported.
 */
export interface Threshold {
  readonly contender: string
  readonly against?: string
  readonly limit?: Limit
}

/** How long to measure. */
export interface Effort {
  /** Fewer rounds and shorter loads: to see that everything works; the numbers mean nothing. */
  readonly quick: boolean
  /** How long one sample of a figure under load takes. */
  readonly seconds: number
}

/** One of the figures that support what the README claims. */
export interface Figure {
  /** As in `npm run bench <name>` and in the names of its files. */
  readonly name: string
  readonly title: string
  readonly unit: Unit
  /** What is measured, in one sentence. */
  readonly how: string
  /** Samples of each contender; 1 for what does not vary. */
  readonly rounds: number
  readonly thresholds: readonly Threshold[]
  /** Why it misses a threshold, if another contender or another figure shows the reason. */
  readonly whyMissed?: string
  /** Measured only when named: it takes long, or matters only to those who change what it measures. */
  readonly onRequest?: boolean
  prepare(effort: Effort, defer: Defer): Promise<Setup>
}

export const atMost = (value: number): Limit => ({ sign: '≤', value })

export const atLeast = (value: number): Limit => ({ sign: '≥', value })

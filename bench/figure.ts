export type Unit = 'µs' | 'ms' | 's' | 'requests/s' | 'MB' | 'KB' | 'packages' | 'threads'

/** One of those that are compared. */
export interface Contender {
  readonly name: string
  /** Measures it once, in the figure's unit. Rejects when anything failed under way: a figure is true or there is none. */
  measure(): Promise<number>
}

/** The contenders of a figure, ready to be measured again and again. */
export interface Stage {
  readonly contenders: readonly Contender[]
  /** What a reader must know of how it was measured, beyond the figure's `how`. */
  readonly notes?: readonly string[]
}

/** Keeps what ends something that was started, or removes its files: done when the figure is, and when it fails. */
export type AtEnd = (end: () => Promise<unknown>) => void

export type Limit = { readonly sign: '≤' | '≥'; readonly value: number }

/**
 * What is asked of a contender. With `against`, the limit is one of the ratio of the two; without, of the contender's
 * own figure. Without `limit` the ratio is only reported.
 */
export interface Bar {
  readonly contender: string
  readonly against?: string
  readonly limit?: Limit
}

/** How long to measure. */
export interface Effort {
  /** Fewer rounds and shorter loads: to see that it works, not to be believed. */
  readonly quick: boolean
  /** For how long one sample of a figure under load is taken. */
  readonly seconds: number
}

/** One of the figures that back what the README claims. */
export interface Figure {
  /** As in `npm run bench <name>` and in the names of its files. */
  readonly name: string
  readonly title: string
  readonly unit: Unit
  /** What is measured, in one sentence. */
  readonly how: string
  /** How many samples of each contender; 1 for what is the same each time. */
  readonly rounds: number
  readonly bars: readonly Bar[]
  /** What keeps it from a bar that it misses, as another of its contenders or another figure shows. */
  readonly bound?: string
  /** Measured only when it is named: too long for each run, or of interest to those alone who change what it measures. */
  readonly onRequest?: boolean
  prepare(effort: Effort, atEnd: AtEnd): Promise<Stage>
}

export const atMost = (value: number): Limit => ({ sign: '≤', value })

export const atLeast = (value: number): Limit => ({ sign: '≥', value })

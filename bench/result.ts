import type { Figure } from './figure.ts'
import type { Machine } from './machine.ts'
import type { Samples, Verdict } from './verdict.ts'

/** A figure as it was measured once, in bench/results/<name>.json. */
export interface Result extends Pick<Figure, 'name' | 'title' | 'unit' | 'how'> {
  /** As in 2026-01-31. */
  readonly date: string
  /** Measured with `--quick`: not to be believed. */
  readonly quick: boolean
  readonly machine: Machine
  readonly notes: readonly string[]
  readonly samples: Samples
  readonly verdicts: readonly Verdict[]
}

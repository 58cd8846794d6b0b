import type { MachineInfo } from '../harness/machine-info.ts'
import type { Figure } from './figure.ts'
import type { Samples, Verdict } from './verdict.ts'

/** A figure as it was measured: bench/results/<name>.json. */
export interface Result extends Pick<Figure, 'name' | 'title' | 'unit' | 'how'> {
  /** As in 2026-01-31. */
  readonly date: string
  /** Measured with `--quick`: the numbers mean nothing. */
  readonly quick: boolean
  readonly machine: MachineInfo
  readonly notes: readonly string[]
  readonly samples: Samples
  readonly verdicts: readonly Verdict[]
}

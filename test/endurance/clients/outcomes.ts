import type { Outcomes } from '../../../harness/passenger/load.ts'

export function count(outcomes: Outcomes, outcome: string): void {
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
}

/** In a form that can be read and compared: `200 × 1000, 500 × 3`. */
export function formatOutcomes(outcomes: Outcomes): string {
  const entries = Object.entries(outcomes).sort(([one], [other]) => one.localeCompare(other))
  return entries.map(([outcome, times]) => `${outcome} × ${times}`).join(', ') || 'none'
}

/** True if there was at least one request, and each was answered with a 200. */
export function isAll200(outcomes: Outcomes): boolean {
  return Object.keys(outcomes).join() === '200'
}

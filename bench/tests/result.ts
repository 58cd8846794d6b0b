import { atLeast, type Threshold } from '../figure.ts'
import type { Result } from '../result.ts'
import { judge } from '../verdict.ts'

const samples = { axum: [10_600, 11_000, 10_800], actix: [11_200, 11_100, 11_300], Fastify: [7000, 7100, 8000] }

const thresholds: readonly Threshold[] = ['axum', 'actix'].map((contender) => ({
  contender,
  against: 'Fastify',
  limit: atLeast(1.53),
}))

/** A plausible result: axum misses its threshold. */
export const result: Result = {
  name: 'passenger-hello',
  title: 'Hello through Passenger',
  unit: 'requests/s',
  how: 'wrk',
  date: '2026-01-31',
  quick: false,
  machine: { processor: 'A processor', cores: 2, memory: '4 GB', system: 'Debian', versions: { node: '20.0.0' } },
  notes: [],
  samples,
  verdicts: judge(thresholds, samples),
}

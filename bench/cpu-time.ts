import { cpuTime } from '../harness/proc.ts'
import type { AppOnSocket } from './apps/on-socket.ts'
import type { Effort } from './figure.ts'
import { load } from './tools/oha.ts'

/** How many requests one sample is taken over. */
export const requestsPerSample = ({ quick }: Effort) => (quick ? 20_000 : 100_000)

/** The CPU time that an app's process needs for a hello, in µs, over keep-alive connections. */
export async function cpuTimePerRequest(app: AppOnSocket, requests: number): Promise<number> {
  const before = cpuTime(app.pid)
  await load(app, { until: { requests } })
  return ((cpuTime(app.pid) - before) * 1000) / requests
}

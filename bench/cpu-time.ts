import type { OnSocket } from './apps/on-socket.ts'
import { processorTime } from './process.ts'
import { load } from './tools/oha.ts'

/** How many requests a sample is taken over. */
export const requestsOf = ({ quick }: { readonly quick: boolean }) => (quick ? 20_000 : 100_000)

/** The time that processors spend on an app's process for a hello, in µs, over connections that stay open. */
export async function workPerRequest(app: OnSocket, requests: number): Promise<number> {
  const before = processorTime(app.pid)
  await load(app, { amount: { requests } })
  return ((processorTime(app.pid) - before) * 1000) / requests
}

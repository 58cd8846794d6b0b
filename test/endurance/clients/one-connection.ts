import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcomes } from '../../../harness/passenger/load.ts'
import { hello } from './http.ts'
import { count } from './outcomes.ts'

/** Sends requests over a connection that is open already, a few each second, so that it is never idle for long. */
export function keepRequestingOver(connection: Socket): { stop(): Promise<Outcomes> } {
  const outcomes: Outcomes = {}
  let running = true
  const loop = (async () => {
    for (; running; await sleep(300)) count(outcomes, await requestHelloOver(connection))
  })()
  return {
    async stop() {
      running = false
      await loop
      return outcomes
    },
  }
}

async function requestHelloOver(connection: Socket): Promise<string> {
  if (connection.destroyed) return 'closed'
  connection.write(hello.send)
  const waiting = new AbortController()
  const { signal } = waiting
  const status = once(connection, 'data', { signal }).then(([chunk]) => (chunk as Buffer).toString('latin1', 9, 12))
  const closed = once(connection, 'close', { signal }).then(() => 'closed')
  const timeout = sleep(30_000, 'no answer', { signal })
  const outcome = await Promise.race([status, closed, timeout])
  for (const other of [status, closed, timeout]) other.catch(() => {}) // aborted
  waiting.abort()
  return outcome
}

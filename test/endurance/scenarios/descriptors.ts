import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../../harness/until.ts'
import { processorTime, residentMemory } from '../../process.ts'
import { openApp } from '../app.ts'
import { openIdle } from '../connections.ts'
import { allWell, ask, hello } from '../health.ts'
import { descriptors, limit } from '../process.ts'
import { type Outcomes, openSocket, shown } from '../requests.ts'
import { below, equal, type Row, type Trial } from '../trial.ts'

/** How many descriptors the app may have: reached with few connections, while as many again wait in the queue. */
const allowed = 256
const seconds = 3

export const descriptorLimit: Trial = {
  name: 'descriptors',
  title: `silent connections while the app may have ${allowed} descriptors only`,
  async run(subject) {
    await using app = await openApp(subject)
    const [pid, socket] = [app.pid(), app.socket()]
    const before = descriptors(pid)
    limit(pid, 'nofile', allowed)
    const rows: Row[] = []
    const settled: number[] = []
    for (const round of ['first', 'second']) {
      const early = openSocket(socket)
      await once(early, 'connect')
      const asking = keepAskingOver(early)
      const open = await openIdle(socket, subject.amount(10_000))
      await until(() => descriptors(pid) >= allowed, 'the limit to be reached')

      const start = processorTime(pid)
      await sleep(seconds * 1000)
      const busy = (processorTime(pid) - start) / seconds / 10
      const outcomes = await asking.stop()
      rows.push(below(`${round} round: a processor's time while nothing can be accepted`, 25, busy, ' %'))
      const who = `${round} round: a client who was there before`
      rows.push({ what: who, expected: 'all 200', found: shown(outcomes), ok: allWell(outcomes) })

      for (const connection of [...open, early]) connection.destroy()
      rows.push(equal(`${round} round: once they have left, through Apache`, '200', await ask(app.web)))
      await until(() => descriptors(pid) <= before, 'the connections to end').catch(() => {})
      settled.push(residentMemory(pid))
    }
    const [first = 0, second = 0] = settled
    return [
      ...rows,
      equal('descriptors afterwards', before, descriptors(pid)),
      below('growth of memory in the second round', 5, second - first, ' MB'),
      equal('the process', pid, app.pid()),
    ]
  },
}

/** Asks over one connection that is open already, a few times a second, so that it is never idle for long. */
function keepAskingOver(connection: Socket): { stop(): Promise<Outcomes> } {
  const outcomes: Outcomes = {}
  let going = true
  const loop = (async () => {
    for (; going; await sleep(300)) {
      const outcome = await askOver(connection)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
  })()
  return {
    async stop() {
      going = false
      await loop
      return outcomes
    },
  }
}

async function askOver(connection: Socket): Promise<string> {
  if (connection.destroyed) return 'closed'
  connection.write(hello.send)
  const waiting = new AbortController()
  const { signal } = waiting
  const data = once(connection, 'data', { signal }).then(([piece]) => (piece as Buffer).toString('latin1', 9, 12))
  const closed = once(connection, 'close', { signal }).then(() => 'closed')
  const late = sleep(30_000, 'no answer', { signal })
  const outcome = await Promise.race([data, closed, late])
  for (const other of [data, closed, late]) other.catch(() => {}) // they are called off
  waiting.abort()
  return outcome
}

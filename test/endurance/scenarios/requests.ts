import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcomes } from '../../../harness/passenger/load.ts'
import { openDescriptors, residentMemory } from '../../../harness/proc.ts'
import { openApp } from '../app.ts'
import { type Exchange, hello, requestText } from '../clients/http.ts'
import { count, formatOutcomes } from '../clients/outcomes.ts'
import { sendMany } from '../clients/send-many.ts'
import { below, equal, type Scenario } from '../scenario.ts'

const message = JSON.stringify({ list: [1, null, { a: true }], text: 'x'.repeat(500) })
const notFound = '{"title":"Not Found","status":404,"detail":"There is nothing at this path."}'
export const exchanges: readonly Exchange[] = [
  hello,
  { send: requestText('POST', '/echo', message), status: 200, body: message },
  { send: requestText('GET', '/nowhere'), status: 404, body: notFound },
]

/** A tenth goes through Apache and Passenger, which opens a connection to the app for each request. */
export const requests: Scenario = {
  name: 'requests',
  title: 'requests (GET, POST with JSON, 404): a tenth through Passenger, the rest directly on the socket',
  async run(subject) {
    await using app = await openApp(subject)
    const [pid, socket] = [app.pid(), app.socket()]
    const before = openDescriptors(pid)
    const total = subject.scaled(1_000_000)
    const [throughPassenger, onSocket] = [total / 10, total - total / 10]
    // warm-up
    await sendMany(app.web, exchanges, throughPassenger / 10)
    await sendMany(socket, exchanges, onSocket / 10)
    await settledDescriptors(pid, before)
    const settled = residentMemory(pid)

    const passengerOutcomes = await sendMany(app.web, exchanges, throughPassenger)
    const socketOutcomes = await sendMany(socket, exchanges, onSocket)
    return [
      equal('through Passenger', expected(throughPassenger), formatOutcomes(passengerOutcomes)),
      equal('directly on the socket', expected(onSocket), formatOutcomes(socketOutcomes)),
      below('memory growth', 5, residentMemory(pid) - settled, ' MB'),
      equal('descriptors', before, await settledDescriptors(pid, before)),
      equal('pid', pid, app.pid()),
    ]
  },
}

function expected(total: number): string {
  const outcomes: Outcomes = {}
  for (let left = total; left > 0; left--) {
    const { status } = exchanges[left % exchanges.length] as Exchange
    count(outcomes, String(status))
  }
  return formatOutcomes(outcomes)
}

/** The number of open descriptors, after up to ten seconds for connections to close: `before` if none leaks. */
async function settledDescriptors(pid: number, before: number): Promise<number> {
  for (let tries = 0; tries < 100 && openDescriptors(pid) !== before; tries++) await sleep(100)
  return openDescriptors(pid)
}

import { residentMemory } from '../../process.ts'
import { openApp } from '../app.ts'
import { hello } from '../health.ts'
import { descriptors, settle } from '../process.ts'
import { type Exchange, type Outcomes, request, sendMany, shown } from '../requests.ts'
import { below, equal, type Trial } from '../trial.ts'

const message = JSON.stringify({ list: [1, null, { a: true }], text: 'x'.repeat(500) })
const exchanges: readonly Exchange[] = [
  hello,
  { send: request('POST', '/echo', message), status: 200, body: message },
  { send: request('GET', '/nowhere'), status: 404, body: '{"error":"not found"}' },
]

/** A tenth comes through Apache and Passenger, where every request is a connection of its own to the app. */
export const requests: Trial = {
  name: 'requests',
  title: 'requests (GET, POST with JSON, 404): a tenth through Passenger, the others straight on the socket',
  async run(subject) {
    await using app = await openApp(subject)
    const [pid, socket] = [app.pid(), app.socket()]
    const atRest = descriptors(pid)
    const count = subject.amount(1_000_000)
    const [through, straight] = [count / 10, count - count / 10]
    await sendMany(app.web, exchanges, through / 10)
    await sendMany(socket, exchanges, straight / 10)
    await settle(pid, atRest)
    const settled = residentMemory(pid)

    const throughOutcomes = await sendMany(app.web, exchanges, through)
    const straightOutcomes = await sendMany(socket, exchanges, straight)
    return [
      equal('through Passenger', expected(through), shown(throughOutcomes)),
      equal('straight on the socket', expected(straight), shown(straightOutcomes)),
      below('growth of memory', 5, residentMemory(pid) - settled, ' MB'),
      equal('descriptors', atRest, await settle(pid, atRest)),
      equal('the process', pid, app.pid()),
    ]
  },
}

function expected(count: number): string {
  const outcomes: Outcomes = {}
  for (let left = count; left > 0; left--) {
    const { status } = exchanges[left % exchanges.length] as Exchange
    outcomes[status] = (outcomes[status] ?? 0) + 1
  }
  return shown(outcomes)
}

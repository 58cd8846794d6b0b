import { until } from '../../../harness/until.ts'
import { residentMemory } from '../../process.ts'
import { type App, openApp } from '../app.ts'
import { allWell, keepAsking } from '../health.ts'
import { type Attack, attacks, statusesOf } from '../hostile/attacks.ts'
import { type Shape, shapes } from '../hostile/smuggling.ts'
import { descriptors } from '../process.ts'
import { exchange, type Outcomes, shown, type Target } from '../requests.ts'
import { below, equal, type Row, type Trial } from '../trial.ts'

export const hostile: Trial = {
  name: 'hostile',
  title: 'hostile clients straight on the socket, all kinds at once, while others ask',
  async run(subject) {
    await using app = await openApp(subject)
    const [pid, socket] = [app.pid(), app.socket()]
    const before = descriptors(pid)
    const healthy = keepAsking(app.web, socket)
    // Twice: what the first round leaves is what the process needs; what the second adds to it is a leak.
    await attackAll(app, socket, attacks.slice(1)) // the first takes half a minute
    await until(() => descriptors(pid) <= before + spare, 'the connections to be closed')
    const settled = residentMemory(pid)
    const rows = await attackAll(app, socket, attacks)
    const outcomes = await healthy.stop()
    await until(() => descriptors(pid) <= before, 'all connections to be closed').catch(() => {})
    return [
      ...rows,
      { what: 'healthy clients meanwhile', expected: 'all 200', found: shown(outcomes), ok: allWell(outcomes) },
      equal('descriptors afterwards', before, descriptors(pid)),
      below('growth of memory in the second round', 5, residentMemory(pid) - settled, ' MB'),
      equal('the process', pid, app.pid()),
    ]
  },
}

/** The descriptors of the healthy clients' connections, of which there may be one for each just then. */
const spare = 4

async function attackAll(app: App, socket: Target, chosen: readonly Attack[]): Promise<Row[]> {
  const ways = [
    { where: 'on the socket', target: socket },
    { where: 'through Apache', target: app.web },
  ]
  const rows = await Promise.all([
    ...chosen.map((attack) => attackWith(attack, socket)),
    ...shapes.flatMap((shape) => ways.map(({ where, target }) => smuggle(shape, where, target))),
  ])
  return rows
}

async function attackWith({ title, clients, expected, run }: Attack, target: Target): Promise<Row> {
  const outcomes: Outcomes = {}
  const results = await Promise.all(Array.from({ length: clients }, () => run(target)))
  for (const result of results) outcomes[result] = (outcomes[result] ?? 0) + 1
  return equal(title, `${expected} × ${clients}`, shown(outcomes))
}

async function smuggle({ title, text }: Shape, where: string, target: Target): Promise<Row> {
  const { text: got, closed } = await exchange(target, text)
  const [first = 'none', ...others] = statusesOf(got)
  const found = `${first}${closed ? ', closed' : ''}`
  return {
    what: `${title}, ${where}`,
    expected: 'the hidden request gets no answer',
    found: others.length > 0 ? `answered: ${others.join(', ')}` : found,
    ok: others.length === 0,
  }
}

import type { Outcomes } from '../../../harness/passenger/load.ts'
import { openDescriptors, residentMemory } from '../../../harness/proc.ts'
import { until } from '../../../harness/until.ts'
import { type App, openApp } from '../app.ts'
import { keepRequesting } from '../clients/hello.ts'
import { count, formatOutcomes } from '../clients/outcomes.ts'
import { sendRaw, type Target } from '../clients/target.ts'
import { type Attack, statusesIn } from '../hostile/attack.ts'
import { attacks } from '../hostile/attacks.ts'
import { type Smuggling, smugglings } from '../hostile/smuggling.ts'
import { all200, below, equal, type Row, type Scenario } from '../scenario.ts'

export const hostile: Scenario = {
  name: 'hostile',
  title: 'hostile clients of all kinds at once, directly on the socket, while healthy clients make requests',
  async run(subject) {
    await using app = await openApp(subject)
    const [pid, socket] = [app.pid(), app.socket()]
    const before = openDescriptors(pid)
    const healthy = keepRequesting(app.web, socket)
    // Warms up.
    await attackWithAll(
      app,
      socket,
      attacks.filter(({ slow }) => !slow),
    )
    await until(() => openDescriptors(pid) <= before + spare, 'the connections to be closed')
    const { rows, round, growth } = await attackUntilSteady(app, socket, pid)
    const outcomes = await healthy.stop()
    await until(() => openDescriptors(pid) <= before, 'all connections to be closed').catch(() => {})
    return [
      ...rows,
      all200('healthy clients in the meantime', outcomes),
      equal('descriptors afterwards', before, openDescriptors(pid)),
      below(`memory growth in round ${round}`, allowedGrowth, growth, ' MB'),
      equal('pid', pid, app.pid()),
    ]
  },
}

/** In MB. */
const allowedGrowth = 5

/** A leak adds memory in each round, so one round that adds none is enough. */
const maxRounds = 3

async function attackUntilSteady(app: App, socket: Target, pid: number) {
  const rows: Row[] = []
  for (let round = 1; ; round++) {
    const settled = residentMemory(pid)
    rows.push(...(await attackWithAll(app, socket, attacks)))
    const growth = residentMemory(pid) - settled
    if (growth < allowedGrowth || round === maxRounds) return { rows, round, growth }
  }
}

/** For the connections of the healthy clients, which may be open at that moment. */
const spare = 4

async function attackWithAll(app: App, socket: Target, chosen: readonly Attack[]): Promise<Row[]> {
  const routes = [
    { where: 'on the socket', target: socket },
    { where: 'through Apache', target: app.web },
  ]
  return Promise.all([
    ...chosen.map((attack) => attackWith(attack, socket)),
    ...smugglings.flatMap((smuggling) => routes.map(({ where, target }) => smuggle(smuggling, where, target))),
  ])
}

async function attackWith({ title, clients, expected, run }: Attack, target: Target): Promise<Row> {
  const outcomes: Outcomes = {}
  const results = await Promise.all(Array.from({ length: clients }, () => run(target)))
  for (const result of results) count(outcomes, result)
  return equal(title, `${expected} × ${clients}`, formatOutcomes(outcomes))
}

async function smuggle({ title, text }: Smuggling, where: string, target: Target): Promise<Row> {
  const { text: received, closed } = await sendRaw(target, text)
  const [first = 'none', ...others] = statusesIn(received)
  const outcome = `${first}${closed ? ', closed' : ''}`
  return {
    what: `${title}, ${where}`,
    expected: 'no answer to the hidden request',
    found: others.length > 0 ? `answered: ${others.join(', ')}` : outcome,
    ok: others.length === 0,
  }
}

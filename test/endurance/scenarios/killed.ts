import type { Outcomes } from '../../../harness/passenger/load.ts'
import { appProcesses } from '../../../harness/passenger/passenger.ts'
import { hasExited } from '../../../harness/proc.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { hello } from '../clients/http.ts'
import { count, formatOutcomes } from '../clients/outcomes.ts'
import { sendMany } from '../clients/send-many.ts'
import { equal, observed, type Scenario } from '../scenario.ts'

export const killed: Scenario = {
  name: 'killed',
  title: 'kill -9: without requests in flight, then with some',
  async run(subject) {
    await using app = await openApp(subject)
    const kills = subject.scaled(20)
    const afterKills: Outcomes = {}
    for (let kill = 0; kill < kills; kill++) {
      const pid = app.pid()
      process.kill(pid, 'SIGKILL')
      await until(() => hasExited(pid), 'the process to exit')
      count(afterKills, await requestHello(app.web))
    }

    const total = subject.scaled(10_000)
    const clients = 16
    const outcomes: Outcomes = {}
    const load = sendMany(app.web, [hello], total, clients, outcomes)
    await until(() => outcomes[200] !== undefined, 'the first answers')
    const pid = app.pid()
    process.kill(pid, 'SIGKILL')
    await load
    await until(() => hasExited(pid) && appProcesses(app.root).length === 1, 'one process')
    const { 200: answered = 0, ...others } = outcomes
    const lost = Object.values(others).reduce((sum, number) => sum + number, 0)
    const areAllCounted = answered + lost === total
    return [
      equal('the next request after each kill', `200 × ${kills}`, formatOutcomes(afterKills)),
      {
        what: `lost of ${clients} in flight`,
        expected: `≤ ${clients}`,
        found: String(lost),
        ok: lost <= clients && areAllCounted,
      },
      observed('how they were lost', formatOutcomes(others)),
      equal('the next request', '200', await requestHello(app.web)),
    ]
  },
}

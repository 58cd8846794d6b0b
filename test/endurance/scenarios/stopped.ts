import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcomes } from '../../../harness/passenger/load.ts'
import { isStopped } from '../../../harness/proc.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { count, formatOutcomes } from '../clients/outcomes.ts'
import { equal, type Scenario } from '../scenario.ts'

const clients = 32

export const stopped: Scenario = {
  name: 'stopped',
  title: `SIGSTOP for two seconds, then SIGCONT, with ${clients} requests in between`,
  async run(subject) {
    await using app = await openApp(subject)
    const pid = app.pid()
    const rounds = 3
    const outcomes: Outcomes = {}
    let early = 0
    for (let round = 0; round < rounds; round++) {
      process.kill(pid, 'SIGSTOP')
      await until(() => isStopped(pid), 'the process to stop')
      let isWaiting = true
      const answers = Array.from({ length: clients }, async () => {
        count(outcomes, await requestHello(app.web))
        if (isWaiting) early++
      })
      await sleep(2000)
      isWaiting = false
      process.kill(pid, 'SIGCONT')
      await Promise.all(answers)
    }
    return [
      equal('answered while it was stopped', 0, early),
      equal('answers', `200 × ${clients * rounds}`, formatOutcomes(outcomes)),
      equal('pid', pid, app.pid()),
      equal('the next request', '200', await requestHello(app.web)),
    ]
  },
}

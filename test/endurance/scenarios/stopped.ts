import { setTimeout as sleep } from 'node:timers/promises'
import { openApp } from '../app.ts'
import { ask } from '../health.ts'
import { type Outcomes, shown } from '../requests.ts'
import { equal, type Trial } from '../trial.ts'

export const stopped: Trial = {
  name: 'stopped',
  title: 'SIGSTOP for two seconds, then SIGCONT, with 32 requests that come meanwhile',
  async run(subject) {
    await using app = await openApp(subject)
    const pid = app.pid()
    const times = 3
    const outcomes: Outcomes = {}
    let early = 0
    for (let time = 0; time < times; time++) {
      process.kill(pid, 'SIGSTOP')
      let running = false
      const answers = Array.from({ length: 32 }, async () => {
        const outcome = await ask(app.web)
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        if (!running) early++
      })
      await sleep(2000)
      running = true
      process.kill(pid, 'SIGCONT')
      await Promise.all(answers)
    }
    return [
      equal('answered while it stood still', 0, early),
      equal('answers', `200 × ${32 * times}`, shown(outcomes)),
      equal('the process', pid, app.pid()),
      equal('the next request', '200', await ask(app.web)),
    ]
  },
}

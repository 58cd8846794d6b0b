import { appProcesses, hasEnded } from '../../../harness/passenger/passenger.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { ask, hello } from '../health.ts'
import { type Outcomes, sendMany, shown } from '../requests.ts'
import { equal, type Trial, told } from '../trial.ts'

export const killed: Trial = {
  name: 'killed',
  title: 'kill -9: without requests in flight, then with some',
  async run(subject) {
    await using app = await openApp(subject)
    const times = subject.amount(20)
    const after: Outcomes = {}
    for (let time = 0; time < times; time++) {
      const pid = app.pid()
      process.kill(pid, 'SIGKILL')
      await until(() => hasEnded(pid), 'the process to end')
      const outcome = await ask(app.web)
      after[outcome] = (after[outcome] ?? 0) + 1
    }

    const count = subject.amount(10_000)
    const load = sendMany(app.web, [hello], count)
    const pid = app.pid()
    process.kill(pid, 'SIGKILL')
    const outcomes = await load
    await until(() => hasEnded(pid) && appProcesses(app.root).length === 1, 'one process')
    const { 200: well = 0, ...others } = outcomes
    const lost = Object.values(others).reduce((sum, number) => sum + number, 0)
    return [
      equal('the next request, at rest', `200 × ${times}`, shown(after)),
      { ...equal('lost of 16 in flight', '', lost), expected: '≤ 16', ok: lost <= 16 && well + lost === count },
      told('how they were lost', shown(others)),
      equal('the next request', '200', await ask(app.web)),
    ]
  },
}

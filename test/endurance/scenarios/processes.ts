import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { appProcesses, askRestart, hasEnded } from '../../../harness/passenger/passenger.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { ask, hello } from '../health.ts'
import { wrapNode } from '../node-wrapper.ts'
import { appUserId, threads, threadsOf } from '../process.ts'
import { sendMany, shown } from '../requests.ts'
import { below, equal, type Trial, told } from '../trial.ts'

/**
 * The limit counts all threads of a user. Apache and Passenger run as the same one, so what they have is added: the app
 * gets 40 for itself, as on a host where it is alone.
 */
export const processLimit: Trial = {
  name: 'processes',
  title: 'no more than 40 processes and threads (ulimit -u), then too few to start',
  async run(subject) {
    // The file is not there when Passenger starts the first process, which only tells that Apache is up.
    await using node = await wrapNode(
      '[ ! -f threads ] || exec prlimit --nproc="$(cat threads)" "$NODE" "$@"\nexec "$NODE" "$@"',
    )
    await using app = await openApp(subject, { node: node.path })
    const again = async (allowed: number) => {
      for (const pid of appProcesses(app.root)) {
        process.kill(pid, 'SIGKILL')
        await until(() => hasEnded(pid), 'the process to end')
      }
      writeFileSync(path.join(app.root, 'threads'), String(threadsOf(appUserId) + allowed))
      askRestart(app.root)
      return ask(app.web)
    }

    const started = await again(40)
    const count = subject.amount(10_000)
    const outcomes = await sendMany(app.web, [hello], count, 32)
    const own = threads(app.pid()).length
    const tooFew = await again(6)
    const said = /App \d+ output: (.*(?:thread|EAGAIN|Resource temporarily).*)/i.exec(app.log())?.[1] ?? 'nothing'
    return [
      equal('the first request with 40', '200', started),
      equal('under load', `200 × ${count}`, shown(outcomes)),
      below('threads of the app', 17, own, ''),
      told('the first request with 6', `${tooFew}; in the log: ${said.slice(0, 70)}`),
      equal('the next one with 40', '200', await again(40)),
    ]
  },
}

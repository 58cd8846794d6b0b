import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { appProcesses, requestRestart } from '../../../harness/passenger/passenger.ts'
import { hasExited, threadCount, threadCountOfUser } from '../../../harness/proc.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { hello } from '../clients/http.ts'
import { formatOutcomes } from '../clients/outcomes.ts'
import { sendMany } from '../clients/send-many.ts'
import { appUserId } from '../limits.ts'
import { wrapNode } from '../node-wrapper.ts'
import { below, equal, observed, type Scenario } from '../scenario.ts'

/**
 * The limit counts all threads of a user. Here, Apache and Passenger run as the app's user: their threads are added to the
 * limit, so that 40 are left for the app, as on a host.
 */
export const processLimit: Scenario = {
  name: 'processes',
  title: 'at most 40 processes and threads (ulimit -u), then too few to start',
  async run(subject) {
    // The first process starts without a limit: it only shows that Apache is up.
    await using node = await wrapNode(
      subject.passenger,
      '[ ! -f threads ] || exec prlimit --nproc="$(cat threads)" "$NODE" "$@"\nexec "$NODE" "$@"',
    )
    await using app = await openApp(subject, { node: node.path })
    const restartWith = async (allowed: number) => {
      for (const pid of appProcesses(app.root)) {
        process.kill(pid, 'SIGKILL')
        await until(() => hasExited(pid), 'the process to exit')
      }
      writeFileSync(path.join(app.root, 'threads'), String(threadCountOfUser(appUserId) + allowed))
      requestRestart(app.root)
      return requestHello(app.web)
    }

    const started = await restartWith(40)
    const total = subject.scaled(10_000)
    const outcomes = await sendMany(app.web, [hello], total, 32)
    const threads = threadCount(app.pid())
    const withTooFew = await restartWith(6)
    const logged = /App \d+ output: (.*(?:thread|EAGAIN|Resource temporarily).*)/i.exec(app.log())?.[1] ?? 'nothing'
    return [
      equal('the first request with 40', '200', started),
      equal('under load', `200 × ${total}`, formatOutcomes(outcomes)),
      below('threads of the app', 17, threads, ''),
      observed('the first request with 6', `${withTooFew}; in the log: ${logged.slice(0, 70)}`),
      equal('the next one with 40', '200', await restartWith(40)),
    ]
  },
}

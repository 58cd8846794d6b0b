import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuTime, openDescriptors, residentMemory } from '../../../harness/proc.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { openIdle } from '../clients/idle-connections.ts'
import { keepRequestingOver } from '../clients/one-connection.ts'
import { openSocket } from '../clients/target.ts'
import { setLimit } from '../limits.ts'
import { all200, below, equal, type Row, type Scenario } from '../scenario.ts'

/** So few descriptors that some connections use them up, while many more wait in the queue. */
const allowed = 256
const seconds = 3

export const descriptorLimit: Scenario = {
  name: 'descriptors',
  title: `idle connections to an app that is limited to ${allowed} descriptors`,
  async run(subject) {
    await using app = await openApp(subject)
    const [pid, socket] = [app.pid(), app.socket()]
    const before = openDescriptors(pid)
    setLimit(pid, 'nofile', allowed)
    const rows: Row[] = []
    const memory: number[] = []
    for (const round of ['first', 'second']) {
      const early = openSocket(socket)
      await once(early, 'connect')
      const earlyClient = keepRequestingOver(early)
      const idle = await openIdle(socket, subject.scaled(10_000))
      await until(() => openDescriptors(pid) >= allowed, 'the limit to be reached')

      const start = cpuTime(pid)
      await sleep(seconds * 1000)
      const usage = (cpuTime(pid) - start) / seconds / 10
      rows.push(below(`${round} round: CPU usage while nothing can be accepted`, 25, usage, ' %'))
      rows.push(all200(`${round} round: a client that connected earlier`, await earlyClient.stop()))

      for (const connection of [...idle, early]) connection.destroy()
      rows.push(
        equal(`${round} round: a request through Apache after they have left`, '200', await requestHello(app.web)),
      )
      await until(() => openDescriptors(pid) <= before, 'the connections to close').catch(() => {})
      memory.push(residentMemory(pid))
    }
    const [first = 0, second = 0] = memory
    return [
      ...rows,
      equal('descriptors afterwards', before, openDescriptors(pid)),
      below('memory growth in the second round', 5, second - first, ' MB'),
      equal('pid', pid, app.pid()),
    ]
  },
}

import { openDescriptors, residentMemory } from '../../../harness/proc.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { keepRequesting } from '../clients/hello.ts'
import { openIdle } from '../clients/idle-connections.ts'
import { all200, below, equal, observed, type Row, type Scenario } from '../scenario.ts'

/** In MB. */
const allowedGrowth = 15

export const idle: Scenario = {
  name: 'idle',
  title: 'idle connections directly on the socket',
  async run(subject) {
    await using app = await openApp(subject)
    const [pid, socket] = [app.pid(), app.socket()]
    const count = subject.scaled(10_000)
    const before = openDescriptors(pid)
    const areClosed = () => openDescriptors(pid) <= before + 1 // one for the healthy client
    const healthy = keepRequesting(app.web)
    const memoryBefore = residentMemory(pid)
    const growth = () => residentMemory(pid) - memoryBefore
    const rows: Row[] = []
    // In the first round the app has to close them, in the second the clients do.
    for (const round of ['first', 'second']) {
      const open = await openIdle(socket, count)
      rows.push(equal(`${round} round: connected`, count, open.length))
      rows.push(observed(`${round} round: memory growth while connected`, `${growth().toFixed(1)} MB`))
      if (round === 'first') {
        await until(() => open.every((connection) => connection.closed), 'the app to close them').catch(() => {})
        const closed = open.filter((connection) => connection.closed).length
        rows.push(equal(`${round} round: closed by the app within a minute`, count, closed))
      }
      for (const connection of open) connection.destroy()
      await until(areClosed, 'the connections to close')
      // The app returns memory to the system only every half minute.
      await until(() => growth() < allowedGrowth, 'the memory to be returned').catch(() => {})
      rows.push(below(`${round} round: memory growth a minute later`, allowedGrowth, growth(), ' MB'))
    }
    const outcomes = await healthy.stop()
    await until(() => openDescriptors(pid) <= before, 'all connections to close')
    return [
      ...rows,
      all200('healthy clients in the meantime', outcomes),
      equal('descriptors afterwards', before, openDescriptors(pid)),
      equal('pid', pid, app.pid()),
    ]
  },
}

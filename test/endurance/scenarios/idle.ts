import { until } from '../../../harness/until.ts'
import { residentMemory } from '../../process.ts'
import { openApp } from '../app.ts'
import { openIdle } from '../connections.ts'
import { allWell, keepAsking } from '../health.ts'
import { descriptors } from '../process.ts'
import { shown } from '../requests.ts'
import { below, equal, type Row, type Trial, told } from '../trial.ts'

/** In MB. */
const spare = 15

export const idle: Trial = {
  name: 'idle',
  title: 'connections that say nothing, straight on the socket',
  async run(subject) {
    await using app = await openApp(subject)
    const [pid, socket] = [app.pid(), app.socket()]
    const count = subject.amount(10_000)
    const before = descriptors(pid)
    const isFree = () => descriptors(pid) <= before + 1 // a healthy client may be there just then
    const healthy = keepAsking(app.web)
    const atRest = residentMemory(pid)
    const grown = () => residentMemory(pid) - atRest
    const rows: Row[] = []
    // The first time the app has to close them, the second time they leave by themselves.
    for (const round of ['first', 'second']) {
      const open = await openIdle(socket, count)
      rows.push(equal(`${round} round: connected`, count, open.length))
      rows.push(told(`${round} round: memory meanwhile, more than before`, `${grown().toFixed(1)} MB`))
      if (round === 'first') {
        await until(() => open.every((connection) => connection.closed), 'the app to close them').catch(() => {})
        const closed = open.filter((connection) => connection.closed).length
        rows.push(equal(`${round} round: closed by the app within a minute`, count, closed))
      }
      for (const connection of open) connection.destroy()
      await until(isFree, 'the connections to end')
      // The app gives memory back from time to time.
      await until(() => grown() < spare, 'the memory to go back').catch(() => {})
      rows.push(below(`${round} round: memory within a minute, more than before`, spare, grown(), ' MB'))
    }
    const outcomes = await healthy.stop()
    await until(() => descriptors(pid) <= before, 'all connections to end')
    return [
      ...rows,
      { what: 'healthy clients meanwhile', expected: 'all 200', found: shown(outcomes), ok: allWell(outcomes) },
      equal('descriptors afterwards', before, descriptors(pid)),
      equal('the process', pid, app.pid()),
    ]
  },
}

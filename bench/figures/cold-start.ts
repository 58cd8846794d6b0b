import { frameworks } from '../../harness/project/projects.ts'
import { host, nodeHttp, otherApps, ourApps } from '../apps/hosted.ts'
import { startAnew } from '../apps/restarted.ts'
import { atMost, type Figure } from '../figure.ts'

export const coldStart: Figure = {
  name: 'cold-start',
  title: 'Cold start: a request for which Passenger starts the app',
  unit: 'ms',
  how: 'after touching tmp/restart.txt: one request, until its answer is there',
  rounds: 40,
  bars: frameworks.map((contender) => ({ contender, against: nodeHttp, limit: atMost(1.05) })),
  async prepare(_, atEnd) {
    const apps = await host([...(await ourApps()), ...(await otherApps([nodeHttp]))], atEnd)
    const contenders = apps.map((app) => ({ name: app.name, measure: async () => (await startAnew(app)).ms }))
    for (const { measure } of contenders) await measure() // what is read from the disk the first time
    return { contenders }
  },
}

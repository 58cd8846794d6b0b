import { frameworks } from '../../harness/project/projects.ts'
import { host, nodeHttp, otherApps, ourApps } from '../apps/hosted.ts'
import { restartApp } from '../apps/restart.ts'
import { atMost, type Figure } from '../figure.ts'

export const coldStart: Figure = {
  name: 'cold-start',
  title: 'Cold start: a request for which Passenger starts the app',
  unit: 'ms',
  how: 'after touching tmp/restart.txt: one request, until its answer',
  rounds: 40,
  thresholds: frameworks.map((contender) => ({ contender, against: nodeHttp, limit: atMost(1.05) })),
  async prepare(_, defer) {
    const apps = await host([...(await ourApps()), ...(await otherApps([nodeHttp]))], defer)
    const contenders = apps.map((app) => ({ name: app.name, measure: async () => (await restartApp(app)).ms }))
    for (const { measure } of contenders) await measure() // warm-up: the files are read from disk the first time
    return { contenders }
  },
}

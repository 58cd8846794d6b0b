import { frameworks } from '../../harness/project/projects.ts'
import { fastify, host, otherApps, ourApps } from '../apps/hosted.ts'
import { atMost, type Figure } from '../figure.ts'
import { expectSameAnswers, hello } from '../request.ts'
import { load } from '../tools/oha.ts'
import { connections, requestRate } from '../tools/wrk.ts'

export const p99: Figure = {
  name: 'p99',
  title: '99th percentile of the response time at a fixed rate, through Apache and Passenger',
  unit: 'ms',
  how: `oha, ${connections} connections, at 60 % of the slowest contender’s rate; measured from the time when a request was due`,
  rounds: 5,
  thresholds: frameworks.map((contender) => ({ contender, against: fastify, limit: atMost(0.7) })),
  async prepare({ seconds }, defer) {
    const apps = await host([...(await ourApps()), ...(await otherApps([fastify]))], defer, 10)
    await expectSameAnswers(apps, hello)
    const rates: number[] = []
    for (const { url } of apps) {
      await requestRate(url, hello, 1) // warm-up
      rates.push(await requestRate(url, hello, seconds))
    }
    const rate = Math.round(0.6 * Math.min(...rates))
    const measure = async (url: string) => {
      const found = await load({ url }, { until: { seconds: 2 * seconds }, rate })
      if (found.rate < 0.8 * rate) throw new Error(`${found.rate} requests/s instead of ${rate}`)
      return found.p99
    }
    const contenders = apps.map((app) => ({ name: app.name, measure: () => measure(app.url) }))
    return { contenders, notes: [`${rate} requests/s`] }
  },
}

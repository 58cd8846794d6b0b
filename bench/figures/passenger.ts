import { frameworks } from '../../test/support/projects.ts'
import { express, fastify, host, nodeHttp, otherApps, ourApps } from '../apps/hosted.ts'
import { atLeast, type Figure } from '../figure.ts'
import { echo, hello, type Request, sameAnswers } from '../request.ts'
import { connections, requestRate } from '../tools/wrk.ts'

/** Requests a second through Apache and Passenger, our frameworks against Node's. */
function throughPassenger(name: string, title: string, request: Request): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `wrk, ${connections} connections that stay open, Apache 2.4 with Passenger: ${request.method} ${request.path}`,
    rounds: 5,
    bars: frameworks.flatMap((contender) => [
      { contender, against: fastify, limit: atLeast(1.4) },
      { contender, against: express, limit: atLeast(1.9) },
      { contender, against: nodeHttp },
    ]),
    async prepare({ seconds }, atEnd) {
      const sources = [...(await ourApps()), ...(await otherApps([fastify, express, nodeHttp]))]
      const apps = await host(sources, atEnd, 10)
      await sameAnswers(apps, request)
      for (const { url } of apps) await requestRate(url, request, 1) // warm
      return { contenders: apps.map((app) => ({ ...app, measure: () => requestRate(app.url, request, seconds) })) }
    },
  }
}

export const passengerHello = throughPassenger('passenger-hello', 'Hello through Apache and Passenger', hello)

export const passengerEcho = throughPassenger('passenger-echo', 'JSON echo through Apache and Passenger', echo)

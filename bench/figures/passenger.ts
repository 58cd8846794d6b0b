import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { frameworks } from '../../harness/project/projects.ts'
import { express, fastify, type HostedApp, host, nodeHttp, otherApps, ourApps } from '../apps/hosted.ts'
import { atLeast, type Figure } from '../figure.ts'
import { answer, echo, expectSameAnswers, hello, type Request } from '../request.ts'
import { connections, requestRate } from '../tools/wrk.ts'

/** Requests per second through Apache and Passenger: our frameworks compared with Node's. */
function throughPassenger(name: string, title: string, request: Request): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `wrk, ${connections} keep-alive connections, Apache 2.4 with Passenger: ${request.method} ${request.path}`,
    rounds: 4,
    thresholds: frameworks.flatMap((contender) => [
      { contender, against: fastify, limit: atLeast(1.4) },
      { contender, against: express, limit: atLeast(1.9) },
      { contender, against: nodeHttp },
    ]),
    async prepare({ seconds }, defer) {
      const sources = [...(await ourApps()), ...(await otherApps([fastify, express, nodeHttp]))]
      const apps = await host(sources, defer, 10)
      await expectSameAnswers(apps, request)
      const targets = [...apps.map((app) => ({ ...app, request })), await withoutPassenger(apps)]
      for (const { url, request } of targets) await requestRate(url, request, 1) // warm-up
      const contenders = targets.map(({ name, url, request }) => ({
        name,
        measure: () => requestRate(url, request, seconds),
      }))
      return { contenders }
    },
  }
}

/** The upper bound, an app that takes no time: the same bytes as a file, which Apache serves without Passenger. */
async function withoutPassenger([app]: readonly HostedApp[]): Promise<RequestTarget> {
  const { url, root } = app as HostedApp
  await writeFile(path.join(root, 'public', 'hello.txt'), await answer({ url }, hello))
  return { name: 'a static file, without Passenger', url, request: { path: '/hello.txt', method: 'GET' } }
}

type RequestTarget = { readonly name: string; readonly url: string; readonly request: Request }

export const passengerHello = throughPassenger('passenger-hello', 'Hello through Apache and Passenger', hello)

export const passengerEcho = throughPassenger('passenger-echo', 'JSON echo through Apache and Passenger', echo)

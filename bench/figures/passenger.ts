import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { frameworks } from '../../harness/project/projects.ts'
import { express, fastify, type Hosted, host, nodeHttp, otherApps, ourApps } from '../apps/hosted.ts'
import { atLeast, type Figure } from '../figure.ts'
import { answer, echo, hello, type Request, sameAnswers } from '../request.ts'
import { connections, requestRate } from '../tools/wrk.ts'

/** Requests a second through Apache and Passenger, our frameworks against Node's. */
function throughPassenger(name: string, title: string, request: Request): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `wrk, ${connections} connections that stay open, Apache 2.4 with Passenger: ${request.method} ${request.path}`,
    rounds: 4,
    bars: frameworks.flatMap((contender) => [
      { contender, against: fastify, limit: atLeast(1.4) },
      { contender, against: express, limit: atLeast(1.9) },
      { contender, against: nodeHttp },
    ]),
    async prepare({ seconds }, atEnd) {
      const sources = [...(await ourApps()), ...(await otherApps([fastify, express, nodeHttp]))]
      const apps = await host(sources, atEnd, 10)
      await sameAnswers(apps, request)
      const asked = [...apps.map((app) => ({ ...app, request })), await withoutPassenger(apps)]
      for (const { url, request } of asked) await requestRate(url, request, 1) // warm
      const contenders = asked.map(({ name, url, request }) => ({
        name,
        measure: () => requestRate(url, request, seconds),
      }))
      return { contenders }
    },
  }
}

/** What Apache does in no time at all of an app: the same bytes as a file, which never reaches Passenger. */
async function withoutPassenger([app]: readonly Hosted[]): Promise<Asked> {
  const { url, root } = app as Hosted
  await writeFile(path.join(root, 'public', 'hello.txt'), await answer({ url }, hello))
  return { name: 'a file, by Apache alone', url, request: { path: '/hello.txt', method: 'GET' } }
}

type Asked = { readonly name: string; readonly url: string; readonly request: Request }

export const passengerHello = throughPassenger('passenger-hello', 'Hello through Apache and Passenger', hello)

export const passengerEcho = throughPassenger('passenger-echo', 'JSON echo through Apache and Passenger', echo)

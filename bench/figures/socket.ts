import path from 'node:path'
import { frameworks } from '../../test/support/projects.ts'
import { builtLimit, builtProject } from '../apps/crate.ts'
import { fastify } from '../apps/hosted.ts'
import { npmApp } from '../apps/npm-app.ts'
import { type OnSocket, startLimit, startLoaded } from '../apps/on-socket.ts'
import { atLeast, type Figure } from '../figure.ts'
import { hello, sameAnswers } from '../request.ts'
import { temporaryFolder } from '../temporary.ts'
import { load } from '../tools/oha.ts'
import { connections } from '../tools/wrk.ts'

const limitOf = (framework: string) => `${framework} without Node`

/** Requests a second straight on the Unix socket: what the addon can do when no web server is in the way. */
function onSocket(name: string, title: string, close: boolean): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `oha, ${connections} at once on a Unix socket; "without Node" is the same crate's main.rs, the most there can be`,
    rounds: 4,
    bars: frameworks.flatMap((contender) => [
      { contender, against: limitOf(contender), limit: atLeast(0.95) },
      { contender, against: fastify, limit: atLeast(2) },
    ]),
    async prepare({ seconds }, atEnd) {
      const folder = await temporaryFolder(atEnd)
      const running: (OnSocket & { readonly name: string })[] = []
      const add = async (name: string, start: (socket: string) => Promise<OnSocket>) => {
        const app = await start(path.join(folder, `${running.length}.sock`))
        atEnd(app.end)
        running.push({ name, ...app })
      }
      for (const framework of frameworks) {
        const project = await builtProject(framework)
        const limit = await builtLimit(framework)
        await add(framework, (socket) => startLoaded(project.root, socket))
        await add(limitOf(framework), (socket) => startLimit(limit, project, socket))
      }
      const other = await npmApp('fastify')
      await add(fastify, (socket) => startLoaded(other, socket))
      await sameAnswers(running, hello)
      const rate = async (app: OnSocket, seconds: number) => (await load(app, { amount: { seconds }, close })).rate
      for (const app of running) await rate(app, 1) // warm
      return { contenders: running.map((app) => ({ name: app.name, measure: () => rate(app, seconds) })) }
    },
  }
}

export const socketKeepAlive = onSocket('socket-keep-alive', 'Hello on the Unix socket, connections stay open', false)

export const socketClose = onSocket('socket-close', 'Hello on the Unix socket, a connection for each request', true)

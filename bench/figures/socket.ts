import path from 'node:path'
import { frameworks } from '../../harness/project/projects.ts'
import { builtLimit, builtProject } from '../apps/crate.ts'
import { fastify } from '../apps/hosted.ts'
import { npmApp } from '../apps/npm-app.ts'
import { type OnSocket, startLimit, startLoaded } from '../apps/on-socket.ts'
import { type AtEnd, atLeast, atMost, type Figure } from '../figure.ts'
import { hello, sameAnswers } from '../request.ts'
import { temporaryFolder } from '../temporary.ts'
import { load } from '../tools/oha.ts'
import { connections } from '../tools/wrk.ts'
import { requestsOf, workPerRequest } from '../work.ts'

const limitOf = (framework: string) => `${framework} without Node`

const limit = '"without Node" is the same crate’s main.rs, the most there can be'

type Running = OnSocket & { readonly name: string }

/** Our addons, started as Passenger's loader does, each with its limit; and Fastify. Warm. */
async function startAll(atEnd: AtEnd): Promise<Running[]> {
  const folder = await temporaryFolder(atEnd)
  const running: Running[] = []
  const add = async (name: string, start: (socket: string) => Promise<OnSocket>) => {
    const app = await start(path.join(folder, `${running.length}.sock`))
    atEnd(app.end)
    running.push({ name, ...app })
  }
  for (const framework of frameworks) {
    const project = await builtProject(framework)
    const program = await builtLimit(framework)
    await add(framework, (socket) => startLoaded(project.root, socket))
    await add(limitOf(framework), (socket) => startLimit(program, project, socket))
  }
  const other = await npmApp('fastify')
  await add(fastify, (socket) => startLoaded(other, socket))
  await sameAnswers(running, hello)
  for (const app of running) await load(app, { amount: { seconds: 1 } })
  return running
}

/** Requests a second straight on the Unix socket: what the addon can do when no web server is in the way. */
function onSocket(name: string, title: string, close: boolean): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `oha, ${connections} at once on a Unix socket; ${limit}`,
    rounds: 4,
    bars: frameworks.flatMap((contender) => [
      { contender, against: limitOf(contender), limit: atLeast(0.95) },
      { contender, against: fastify, limit: atLeast(2) },
    ]),
    bound:
      'oha works as long for a request as our apps do, on the same processors; the processor time of the apps alone, below, has nothing of it',
    async prepare({ seconds }, atEnd) {
      const running = await startAll(atEnd)
      const measure = async (app: Running) => (await load(app, { amount: { seconds }, close })).rate
      return { contenders: running.map((app) => ({ name: app.name, measure: () => measure(app) })) }
    },
  }
}

export const socketKeepAlive = onSocket('socket-keep-alive', 'Hello on the Unix socket, connections stay open', false)

export const socketClose = onSocket('socket-close', 'Hello on the Unix socket, a connection for each request', true)

/**
 * oha works as long for a request as our apps do, and shares the processors with them: rates are nearer to each other
 * than the apps are. The time that processors spend on an app itself has nothing of oha in it.
 */
export const socketWork: Figure = {
  name: 'socket-work',
  title: 'Processor time for a hello on the Unix socket',
  unit: 'µs',
  how: `of the app’s process, for each of 100,000 requests over connections that stay open; ${limit}`,
  rounds: 3,
  bars: frameworks.flatMap((contender) => [
    { contender, against: limitOf(contender), limit: atMost(1.05) },
    { contender, against: fastify, limit: atMost(0.5) },
  ]),
  async prepare(effort, atEnd) {
    const running = await startAll(atEnd)
    const requests = requestsOf(effort)
    return { contenders: running.map((app) => ({ name: app.name, measure: () => workPerRequest(app, requests) })) }
  },
}

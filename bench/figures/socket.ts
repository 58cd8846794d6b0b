import path from 'node:path'
import { frameworks } from '../../harness/project/projects.ts'
import { builtProject, builtWithoutNode } from '../apps/crate.ts'
import { fastify } from '../apps/hosted.ts'
import { npmApp } from '../apps/npm-app.ts'
import { type AppOnSocket, startLoaded, startWithoutNode } from '../apps/on-socket.ts'
import { cpuTimePerRequest, requestsPerSample } from '../cpu-time.ts'
import { atLeast, atMost, type Defer, type Figure } from '../figure.ts'
import { expectSameAnswers, hello } from '../request.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { load } from '../tools/oha.ts'
import { connections } from '../tools/wrk.ts'

const withoutNode = (framework: string) => `${framework} without Node`

const upperBound = '“without Node” is the same crate’s main.rs, the upper bound'

type RunningApp = AppOnSocket & { readonly name: string }

/** Starts our addons as Passenger's loader does, the same crates without Node, and Fastify, and warms them up. */
async function startAll(defer: Defer): Promise<RunningApp[]> {
  const folder = await temporaryFolder(defer)
  const running: RunningApp[] = []
  const add = async (name: string, start: (socket: string) => Promise<AppOnSocket>) => {
    const app = await start(path.join(folder, `${running.length}.sock`))
    defer(app.stop)
    running.push({ name, ...app })
  }
  for (const framework of frameworks) {
    const project = await builtProject(framework)
    const program = await builtWithoutNode(framework)
    await add(framework, (socket) => startLoaded(project.root, socket))
    await add(withoutNode(framework), (socket) => startWithoutNode(program, project, socket))
  }
  const other = await npmApp('fastify')
  await add(fastify, (socket) => startLoaded(other, socket))
  await expectSameAnswers(running, hello)
  for (const app of running) await load(app, { until: { seconds: 1 } })
  return running
}

/** Requests per second straight on the Unix socket: what the addon can do without a web server in front. */
function onSocket(name: string, title: string, close: boolean): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `oha, ${connections} connections to a Unix socket; ${upperBound}`,
    rounds: 4,
    thresholds: frameworks.flatMap((contender) => [
      { contender, against: withoutNode(contender), limit: atLeast(0.95) },
      { contender, against: fastify, limit: atLeast(2) },
    ]),
    whyMissed:
      'oha needs as much CPU time for a request as our apps, on the same processors; the CPU time below is that of the apps alone',
    async prepare({ seconds }, defer) {
      const running = await startAll(defer)
      const measure = async (app: RunningApp) => (await load(app, { until: { seconds }, close })).rate
      return { contenders: running.map((app) => ({ name: app.name, measure: () => measure(app) })) }
    },
  }
}

export const socketKeepAlive = onSocket('socket-keep-alive', 'Hello on the Unix socket, keep-alive connections', false)

export const socketClose = onSocket('socket-close', 'Hello on the Unix socket, a new connection for each request', true)

/**
 * oha needs as much CPU time for a request as our apps, and shares the processors with them, so the rates differ less than
 * the apps do. The CPU time of the app alone does not include oha.
 */
export const socketCpuTime: Figure = {
  name: 'socket-cpu-time',
  title: 'CPU time of a hello on the Unix socket',
  unit: 'µs',
  how: `of the app’s process, per request, over 100,000 requests on keep-alive connections; ${upperBound}`,
  rounds: 3,
  thresholds: frameworks.flatMap((contender) => [
    { contender, against: withoutNode(contender), limit: atMost(1.05) },
    { contender, against: fastify, limit: atMost(0.5) },
  ]),
  async prepare(effort, defer) {
    const running = await startAll(defer)
    const requests = requestsPerSample(effort)
    return { contenders: running.map((app) => ({ name: app.name, measure: () => cpuTimePerRequest(app, requests) })) }
  },
}

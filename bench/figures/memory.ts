import { frameworks } from '../../harness/project/projects.ts'
import { fastify, host, otherApps, ourApps } from '../apps/hosted.ts'
import { startAnew } from '../apps/restarted.ts'
import { type AtEnd, atMost, type Figure, type Stage } from '../figure.ts'
import { residentMemory, threadCount } from '../process.ts'
import { load } from '../tools/oha.ts'

/** Looks at processes that have answered so many requests since they were started, with Node and all. */
async function afterRequests(requests: number, atEnd: AtEnd, look: (pid: number) => number): Promise<Stage> {
  const apps = await host([...(await ourApps()), ...(await otherApps([fastify]))], atEnd)
  const contenders = apps.map((app) => ({
    name: app.name,
    async measure() {
      const { pid } = await startAnew(app)
      await load(app, { amount: { requests } })
      return look(pid)
    },
  }))
  return { contenders }
}

export const memory: Figure = {
  name: 'memory',
  title: 'Memory (RSS) after 100,000 requests, Node included',
  unit: 'MB',
  how: 'VmRSS of the process that Passenger has started, after 100,000 requests of 32 connections',
  rounds: 2,
  bars: frameworks.map((contender) => ({ contender, against: fastify, limit: atMost(0.65) })),
  prepare: ({ quick }, atEnd) => afterRequests(quick ? 10_000 : 100_000, atEnd, residentMemory),
}

export const threads: Figure = {
  name: 'threads',
  title: 'Threads under load, Node included',
  unit: 'threads',
  how: 'of the process that Passenger has started, after 5,000 requests of 32 connections',
  rounds: 1,
  bars: frameworks.map((contender) => ({ contender, limit: atMost(16) })),
  prepare: (_, atEnd) => afterRequests(5_000, atEnd, threadCount),
}

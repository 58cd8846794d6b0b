import { residentMemory, threadCount } from '../../harness/proc.ts'
import { frameworks } from '../../harness/project/projects.ts'
import { fastify, host, nameOf, otherApps, ourApps } from '../apps/hosted.ts'
import { restartApp } from '../apps/restart.ts'
import { atMost, type Defer, type Figure, type Setup } from '../figure.ts'
import { load } from '../tools/oha.ts'

/** Measures processes that have answered that many requests since their start. */
async function afterRequests(requests: number, defer: Defer, measureProcess: (pid: number) => number): Promise<Setup> {
  const ours = [...(await ourApps('rust')), ...(await ourApps('node'))]
  const apps = await host([...ours, ...(await otherApps([fastify]))], defer)
  const contenders = apps.map((app) => ({
    name: app.name,
    async measure() {
      const { pid } = await restartApp(app)
      await load(app, { until: { requests } })
      return measureProcess(pid)
    },
  }))
  return { contenders }
}

export const memory: Figure = {
  name: 'memory',
  title: 'Memory (RSS) after 100,000 requests',
  unit: 'MB',
  how: 'VmRSS of the process that Passenger started, after 100,000 requests over 32 connections',
  rounds: 2,
  thresholds: [
    ...frameworks.map((framework) => ({ contender: nameOf(framework, 'rust'), against: fastify, limit: atMost(0.15) })),
    ...frameworks.map((contender) => ({ contender, against: fastify, limit: atMost(0.65) })),
  ],
  prepare: ({ quick }, defer) => afterRequests(quick ? 10_000 : 100_000, defer, residentMemory),
}

export const threads: Figure = {
  name: 'threads',
  title: 'Threads under load',
  unit: 'threads',
  how: 'of the process that Passenger started, after 5,000 requests over 32 connections',
  rounds: 1,
  thresholds: [
    ...frameworks.map((framework) => ({ contender: nameOf(framework, 'rust'), limit: atMost(8) })),
    ...frameworks.map((contender) => ({ contender, limit: atMost(16) })),
  ],
  prepare: (_, defer) => afterRequests(5_000, defer, threadCount),
}

import { statSync } from 'node:fs'
import path from 'node:path'
import { frameworks } from '../../harness/project/projects.ts'
import { startLoaded } from '../apps/on-socket.ts'
import { type Build, builtWith, type Profile, profiles } from '../apps/profile.ts'
import { cpuTimePerRequest, requestsPerSample } from '../cpu-time.ts'
import type { Contender, Defer, Figure, Threshold } from '../figure.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { load } from '../tools/oha.ts'

const names = Object.keys(profiles) as Profile[]
const [shipped, ...others] = names

const named = (framework: string, profile: Profile | undefined) => `${framework}, ${profile}`

/** Only comparisons: they show what each choice costs and gains. */
const thresholds: readonly Threshold[] = frameworks.flatMap((framework) =>
  others.map((profile) => ({ contender: named(framework, profile), against: named(framework, shipped) })),
)

const onRequest = true

function ofEachBuild(measure: (build: Build) => number): Contender[] {
  return frameworks.flatMap((framework) =>
    names.map((profile) => ({
      name: named(framework, profile),
      measure: async () => measure(await builtWith(framework, profile)),
    })),
  )
}

export const profileBuild: Figure = {
  name: 'profile-build',
  title: 'Release build by profile',
  unit: 's',
  how: 'cargo build --release --lib with nothing compiled yet, but all crates downloaded',
  rounds: 1,
  onRequest,
  thresholds,
  prepare: async () => ({ contenders: ofEachBuild(({ seconds }) => seconds) }),
}

export const profileSize: Figure = {
  name: 'profile-size',
  title: 'Size of the addon by profile',
  unit: 'MB',
  how: 'the library that cargo built',
  rounds: 1,
  onRequest,
  thresholds,
  prepare: async () => ({
    contenders: ofEachBuild(({ project }) => statSync(path.join(project, 'app.node')).size / 1e6),
  }),
}

export const profileCpuTime: Figure = {
  name: 'profile-cpu-time',
  title: 'CPU time of a hello on the Unix socket by profile',
  unit: 'µs',
  how: 'of the app’s process, per request, over 100,000 requests on keep-alive connections',
  rounds: 3,
  onRequest,
  thresholds,
  async prepare(effort, defer) {
    const requests = requestsPerSample(effort)
    const contenders: Contender[] = []
    for (const framework of frameworks)
      for (const profile of names)
        contenders.push({
          name: named(framework, profile),
          measure: await cpuTimeOf((await builtWith(framework, profile)).project, requests, defer),
        })
    return { contenders }
  },
}

/** Starts an app and warms it up. */
async function cpuTimeOf(root: string, requests: number, defer: Defer): Promise<() => Promise<number>> {
  const app = await startLoaded(root, path.join(await temporaryFolder(defer), 'app.sock'))
  defer(app.stop)
  await load(app, { until: { seconds: 1 } })
  return () => cpuTimePerRequest(app, requests)
}

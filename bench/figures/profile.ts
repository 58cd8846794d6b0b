import { statSync } from 'node:fs'
import path from 'node:path'
import { frameworks } from '../../harness/project/projects.ts'
import { startLoaded } from '../apps/on-socket.ts'
import { type Build, builtWith, type Profile, profiles } from '../apps/profile.ts'
import type { AtEnd, Bar, Contender, Figure } from '../figure.ts'
import { temporaryFolder } from '../temporary.ts'
import { load } from '../tools/oha.ts'
import { requestsOf, workPerRequest } from '../work.ts'

const names = Object.keys(profiles) as Profile[]
const [shipped, ...others] = names

const named = (framework: string, profile: Profile | undefined) => `${framework}, ${profile}`

/** Nothing to reach: what each choice costs and brings is what one chooses by. */
const bars: readonly Bar[] = frameworks.flatMap((framework) =>
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
  how: 'cargo build --release --lib with nothing compiled yet, all crates downloaded',
  rounds: 1,
  onRequest,
  bars,
  prepare: async () => ({ contenders: ofEachBuild(({ seconds }) => seconds) }),
}

export const profileSize: Figure = {
  name: 'profile-size',
  title: 'The addon by profile',
  unit: 'MB',
  how: 'the library that cargo has built',
  rounds: 1,
  onRequest,
  bars,
  prepare: async () => ({
    contenders: ofEachBuild(({ project }) => statSync(path.join(project, 'app.node')).size / 1e6),
  }),
}

export const profileWork: Figure = {
  name: 'profile-work',
  title: 'Processor time for a hello on the Unix socket by profile',
  unit: 'µs',
  how: 'of the app’s process, for each of 100,000 requests over connections that stay open',
  rounds: 3,
  onRequest,
  bars,
  async prepare(effort, atEnd) {
    const requests = requestsOf(effort)
    const contenders: Contender[] = []
    for (const framework of frameworks)
      for (const profile of names)
        contenders.push({
          name: named(framework, profile),
          measure: await workOf((await builtWith(framework, profile)).project, requests, atEnd),
        })
    return { contenders }
  },
}

/** Starts an app root, warm. */
async function workOf(root: string, requests: number, atEnd: AtEnd): Promise<() => Promise<number>> {
  const app = await startLoaded(root, path.join(await temporaryFolder(atEnd), 'app.sock'))
  atEnd(app.end)
  await load(app, { amount: { seconds: 1 } })
  return () => workPerRequest(app, requests)
}

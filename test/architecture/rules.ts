import { readdirSync } from 'node:fs'
import { effectFiles } from './effect-files.ts'
import { closureOf, roomOf, type Source, sourceOf } from './sources.ts'

export type Rule = {
  readonly name: string
  /** What breaks it, each as `path: what`. */
  readonly violations: (sources: readonly Source[]) => string[]
  /** A file that breaks it: the rule must find it. */
  readonly planted: Source
}

/** Each room with the rooms that it may import. Nothing points uphill: a room is below those that it imports. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  messages: [],
  text: ['messages'],
  errors: ['messages', 'text'],
  addon: ['text'],
  process: ['errors', 'text'],
  choices: ['errors', 'messages', 'text'],
  destination: ['errors', 'text'],
  prompts: ['errors', 'messages', 'process', 'text'],
  'command-line': ['choices', 'errors', 'messages', 'prompts', 'text'],
  template: ['choices', 'destination', 'errors', 'text'],
  checks: ['choices', 'destination', 'errors', 'messages', 'process', 'text'],
  plan: ['choices', 'destination', 'errors', 'template', 'text'],
  write: ['destination', 'errors', 'plan', 'process', 'text'],
  report: ['addon', 'checks', 'destination', 'errors', 'messages', 'plan', 'process', 'prompts', 'text'],
  commands: [
    'addon',
    'checks',
    'choices',
    'command-line',
    'destination',
    'errors',
    'messages',
    'plan',
    'process',
    'prompts',
    'report',
    'template',
    'text',
    'write',
  ],
  toolkit: [
    'addon',
    'checks',
    'choices',
    'command-line',
    'destination',
    'errors',
    'messages',
    'process',
    'prompts',
    'report',
    'text',
  ],
}

const roomNames = Object.keys(rooms)

/** The mains put the rooms together, and may import them all. */
const mains = ['src/main.ts', 'src/toolkit/main.ts']

const layers: Rule = {
  name: 'a room imports only the rooms below it',
  violations: (sources) =>
    sources
      .filter(({ path }) => path.startsWith('src/') && path !== 'src/main.ts')
      .flatMap(({ path, imports }) => {
        const room = roomOf(path).replace('src/', '')
        const allowed = [room, ...(rooms[room] ?? [])].map((name) => `src/${name}`)
        return imports
          .filter((name) => name.includes('/') && /^(src|templates|test|bench|harness|scripts)\//.test(name))
          .filter((name) => !allowed.includes(roomOf(name)))
          .map((name) => `${path}: imports ${name}`)
      }),
  planted: sourceOf('src/text/planted.ts', "import { planProject } from '../plan/plan.ts'"),
}

const knownRooms: Rule = {
  name: 'every folder of src/ is a room that the rules know',
  violations: (sources) =>
    sources
      .filter(({ path }) => path.startsWith('src/'))
      .map(({ path }) => roomOf(path).replace('src/', ''))
      .filter((room) => room !== 'main.ts' && !roomNames.includes(room)),
  planted: sourceOf('src/utils/planted.ts', ''),
}

const templates: Rule = {
  name: 'nothing imports a template',
  violations: (sources) => importing(inSrc(sources), (name) => name.startsWith('templates/')),
  planted: sourceOf('src/toolkit/planted.ts', "import { x } from '../../templates/base/scripts/x.mjs'"),
}

const effects: Rule = {
  name: 'only the files that are listed for it have effects',
  violations: (sources) =>
    inSrc(sources)
      .filter((source) => !effectFiles.includes(source.path) && hasEffects(source))
      .map(({ path }) => `${path}: has effects`),
  planted: sourceOf('src/plan/planted.ts', "import { readFileSync } from 'node:fs'"),
}

function hasEffects({ code, imports }: Source): boolean {
  return imports.some((name) => effectful.test(name)) || ambient.test(code)
}

/** The process, the console, clocks and the network need no import. */
const ambient = /\b(process\.(?!platform\b)|console\.|Date\b|performance\b|setTimeout\b|fetch\()/

/** Packages with effects; the built-in ones that only compute are left out. */
const effectful =
  /^(node:(?!crypto|path|url|util|zlib|module|stream|vm|net$)|execa$|inquirer$|@inquirer\/|commander$|fs-extra|yocto-spinner$)/

const stale: Rule = {
  name: 'every file that is listed for its effects has some',
  violations: (sources) =>
    effectFiles.flatMap((path) => {
      const source = sources.find((one) => one.path === path)
      if (!source) return [`${path}: does not exist`]
      return hasEffects(source) ? [] : [`${path}: is pure`]
    }),
  planted: sourceOf('src/process/run.ts', 'export const pure = 1'),
}

const processes: Rule = {
  name: 'only src/process/ starts programs',
  violations: (sources) =>
    importing(
      inSrc(sources).filter(({ path }) => roomOf(path) !== 'src/process'),
      (name) => ['execa', 'node:child_process', 'child_process'].includes(name),
    ),
  planted: sourceOf('src/toolkit/planted.ts', "const { spawn } = await import('node:child_process')"),
}

const environment: Rule = {
  name: "one function passes the caller's environment on",
  violations: (sources) =>
    sources
      .filter(({ path }) => path.startsWith('src/') && path !== 'src/process/environment.ts')
      .filter(({ code }) =>
        /\.\.\.process\.env|env: process\.env(?!\.)[^)]*?\b(cwd|stdio)|assign\([^)]*process\.env/.test(code),
      )
      .map(({ path }) => `${path}: passes process.env on`),
  planted: sourceOf('src/write/planted.ts', 'const options = { env: { ...process.env, A: "1" } }'),
}

const signals: Rule = {
  name: 'only src/process/ listens to signals',
  violations: (sources) =>
    sources
      .filter(({ path }) => path.startsWith('src/') && roomOf(path) !== 'src/process')
      .filter(({ code }) => /process\.(on|once)\(\s*['"`]SIG/.test(code))
      .map(({ path }) => `${path}: listens to a signal`),
  planted: sourceOf('src/toolkit/planted.ts', "process.once('SIGINT', stop)"),
}

const entries: Rule = {
  name: 'only the mains read argv, set the exit code and load commands',
  violations: (sources) =>
    sources
      .filter(({ path }) => path.startsWith('src/') && !mains.includes(path))
      .flatMap(({ path, code, imports }) => [
        ...(/process\.argv\b/.test(code) ? [`${path}: reads argv`] : []),
        ...(/process\.exitCode\s*=|process\.exit\(/.test(code) && path !== 'src/process/stop-signal.ts'
          ? [`${path}: decides about the exit`]
          : []),
        ...imports
          .filter(
            (name) => /^src\/(toolkit\/)?commands\//.test(name) && !path.startsWith(name.split('/commands/')[0] ?? ''),
          )
          .map((name) => `${path}: imports ${name}`),
        ...imports.filter((name) => mains.includes(name)).map((name) => `${path}: imports ${name}`),
      ]),
  planted: sourceOf('src/report/planted.ts', 'process.exit(0)'),
}

const frameworks: Rule = {
  name: 'no source names a framework',
  violations: (sources) => {
    const names = readdirSync('templates/frameworks')
    return sources
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, code }) =>
        names.filter((name) => new RegExp(`\\b${name}\\b`).test(code)).map((name) => `${path}: names ${name}`),
      )
  },
  planted: sourceOf('src/plan/planted.ts', "const isFast = framework === 'axum'"),
}

/** Which sections of the messages are whose; all others are both programs'. The build leaves out the other one's. */
const sections = {
  'src/main.ts': ['toolkit', 'bundle', 'deploy'],
  'src/toolkit/main.ts': [
    'help',
    'options',
    'questions',
    'npm',
    'folder',
    'around',
    'template',
    'name',
    'summary',
    'git',
    'report',
    'dryRun',
    'unfinished',
  ],
} as const

const messages: Rule = {
  name: 'neither program uses messages that the build leaves out of it',
  violations: (sources) =>
    Object.entries(sections).flatMap(([main, absent]) =>
      closureOf(main, sources)
        .filter(({ path }) => !path.startsWith('src/messages/') && !toolOnly.includes(path))
        .flatMap(({ path, code }) =>
          absent
            .filter((section) => new RegExp(`\\bt\\.${section}\\b`).test(code))
            .map((name) => `${path}: uses t.${name}`),
        ),
    ),
  planted: sourceOf('src/main.ts', 'const text = t.deploy.plan'),
}

/** Their functions for the tool are in files that the toolkit imports for others; they are never called there. */
const toolOnly = ['src/report/print.ts', 'src/destination/destination.ts']

const houses: Rule = {
  name: 'tests and benchmarks share the harness, and nothing else',
  violations: (sources) =>
    sources.flatMap(({ path, imports }) => {
      const house = path.split('/')[0] ?? ''
      const others = { test: ['bench'], bench: ['test'], harness: ['test', 'bench'], src: ['test', 'bench', 'harness'] }
      const closed: readonly string[] = others[house as keyof typeof others] ?? []
      return imports
        .filter((name) => closed.includes(name.split('/')[0] ?? ''))
        .map((name) => `${path}: imports ${name}`)
    }),
  planted: sourceOf('bench/planted.ts', "import { x } from '../test/e2e/x.ts'"),
}

export const rules: readonly Rule[] = [
  layers,
  knownRooms,
  templates,
  effects,
  stale,
  processes,
  environment,
  signals,
  entries,
  frameworks,
  messages,
  houses,
]

function inSrc(sources: readonly Source[]): Source[] {
  return sources.filter(({ path }) => path.startsWith('src/'))
}

function importing(sources: readonly Source[], isWrong: (name: string) => boolean): string[] {
  return sources.flatMap(({ path, imports }) => imports.filter(isWrong).map((name) => `${path}: imports ${name}`))
}

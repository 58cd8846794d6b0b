import { copyFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { freePorts } from '../../harness/ports.ts'
import { inTemporaryFolder } from '../../harness/temporary-folder.ts'
import { startServer } from '../apps/server.ts'
import { packedTool, tool } from '../apps/tool.ts'
import { atMost, type Figure } from '../figure.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const inSequence = 'npm install, then napi build --release'
const compiling = 'cargo build alone'

/** Runs a command as if typed in a terminal: without the variables that npm sets for its children. */
async function runCommand(cwd: string, program: string, ...args: readonly string[]): Promise<void> {
  const unwanted = Object.keys(process.env).filter((name) => /^npm_(?!config_)|^CARGO_TARGET_DIR$/.test(name))
  const env = Object.fromEntries(unwanted.map((name) => [name, undefined]))
  await execa(program, args, { cwd, env, stdin: 'ignore', all: true })
}

const addon = ['--manifest-path', 'host/addon/Cargo.toml']

/** Creates a project with `create`, starts it, and returns the seconds until its first 200. */
async function secondsToAnswer(project: string, create: () => Promise<void>): Promise<number> {
  const [port] = (await freePorts(1)) as [number]
  const began = performance.now()
  await create()
  const app = startServer([process.execPath, 'app.js'], project, port)
  try {
    await app.firstAnswer()
    return (performance.now() - began) / 1000
  } finally {
    await app.stop()
  }
}

export const firstRun: Figure = {
  name: 'first-answer',
  title: 'From the command to the first answer of the built project (axum)',
  unit: 's',
  how: 'create, install, release build, start; an empty target folder each time, but all downloads of npm and cargo cached',
  rounds: 3,
  thresholds: [
    { contender: tool, against: inSequence, limit: atMost(0.75) },
    { contender: compiling, against: inSequence },
  ],
  whyMissed:
    'even with an install that takes no time, cargo build alone remains; on two cores, the install slows it down as well',
  async prepare() {
    const { program } = await packedTool()
    const create = (folder: string, ...flags: readonly string[]) =>
      runCommand(folder, process.execPath, program, 'app', '--framework', 'axum', '--yes', ...flags)
    const ours = () => inTemporaryFolder((folder) => secondsToAnswer(path.join(folder, 'app'), () => create(folder)))
    const afterFiles = (build: (project: string) => Promise<void>) =>
      inTemporaryFolder(async (folder) => {
        const project = path.join(folder, 'app')
        await create(folder, '--no-install', '--no-git')
        return secondsToAnswer(project, () => build(project))
      })
    const theirs = () =>
      afterFiles(async (project) => {
        await runCommand(project, 'npm', 'install')
        await runCommand(
          project,
          'npx',
          'napi',
          'build',
          '--release',
          ...addon,
          '--package-json-path',
          'package.json',
          '--output-dir',
          '.',
        )
      })
    const least = () =>
      afterFiles(async (project) => {
        await runCommand(project, 'cargo', 'build', '--release', ...addon, '--lib', '--locked')
        await copyFile(path.join(project, 'target/release/libapp_addon.so'), path.join(project, 'app.node'))
      })
    // Fills the download caches of npm and cargo.
    await inTemporaryFolder(async (folder) => {
      await create(folder, '--no-install', '--no-git')
      await runCommand(path.join(folder, 'app'), 'npm', 'install')
      await runCommand(path.join(folder, 'app'), 'cargo', 'fetch', '--locked')
    })
    return {
      contenders: [
        { name: tool, measure: ours },
        { name: inSequence, measure: theirs },
        { name: compiling, measure: least },
      ],
    }
  },
}

const first = 'the first project'
const second = 'the second'

export const secondProject: Figure = {
  name: 'second-project',
  title: 'The second project with the same --target-dir, until its first answer (axum)',
  unit: 's',
  how: 'create, install, release build, start; the target folder is empty before the first',
  rounds: 3,
  thresholds: [{ contender: second, against: first, limit: atMost(0.25) }],
  whyMissed: 'most of it is npm install, which takes as long as for the first',
  async prepare(_, defer) {
    const { program } = await packedTool()
    const folder = await temporaryFolder(defer)
    const target = path.join(folder, 'target')
    const create = (name: string) =>
      secondsToAnswer(path.join(folder, name), () =>
        runCommand(folder, process.execPath, program, name, '--framework', 'axum', '--yes', '--target-dir', target),
      )
    return {
      contenders: [
        {
          name: first,
          async measure() {
            for (const name of ['target', 'idea-1', 'idea-2'])
              await rm(path.join(folder, name), { recursive: true, force: true })
            return create('idea-1')
          },
        },
        { name: second, measure: () => create('idea-2') },
      ],
    }
  },
}

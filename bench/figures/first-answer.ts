import { copyFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { freePorts } from '../../harness/ports.ts'
import { serve } from '../apps/served.ts'
import { packedTool, tool } from '../apps/tool.ts'
import { atMost, type Figure } from '../figure.ts'
import { inTemporaryFolder, temporaryFolder } from '../temporary.ts'

const inSequence = 'npm install, then napi build --release'
const compiling = 'cargo build alone'

/** A command in a folder, as someone at a terminal would type it: without what npm tells those that it starts. */
async function type(cwd: string, program: string, ...args: readonly string[]): Promise<void> {
  const ours = Object.keys(process.env).filter((name) => /^npm_(?!config_)|^CARGO_TARGET_DIR$/.test(name))
  const env = Object.fromEntries(ours.map((name) => [name, undefined]))
  await execa(program, args, { cwd, env, stdin: 'ignore', all: true })
}

/** Makes a project by what `make` does, starts it, and returns the seconds until its first 200. */
async function secondsToAnswer(project: string, make: () => Promise<void>): Promise<number> {
  const [port] = (await freePorts(1)) as [number]
  const began = performance.now()
  await make()
  const app = serve([process.execPath, 'app.js'], project, port)
  try {
    await app.firstAnswer()
    return (performance.now() - began) / 1000
  } finally {
    await app.end()
  }
}

export const firstRun: Figure = {
  name: 'first-answer',
  title: 'From the command to the first answer of the built project (axum)',
  unit: 's',
  how: 'create, install, release build, start; an empty target folder each time, what npm and cargo download is there already',
  rounds: 3,
  bars: [
    { contender: tool, against: inSequence, limit: atMost(0.75) },
    { contender: compiling, against: inSequence },
  ],
  bound:
    'what remains when the install takes no time is cargo build alone; on two cores the install takes its time from it besides',
  async prepare() {
    const { program } = await packedTool()
    const create = (folder: string, ...flags: readonly string[]) =>
      type(folder, process.execPath, program, 'app', '--framework', 'axum', '--yes', ...flags)
    const ours = () => inTemporaryFolder((folder) => secondsToAnswer(path.join(folder, 'app'), () => create(folder)))
    const afterFiles = (build: (project: string) => Promise<void>) =>
      inTemporaryFolder(async (folder) => {
        const project = path.join(folder, 'app')
        await create(folder, '--no-install', '--no-git')
        return secondsToAnswer(project, () => build(project))
      })
    const theirs = () =>
      afterFiles(async (project) => {
        await type(project, 'npm', 'install')
        await type(project, 'npx', 'napi', 'build', '--release')
      })
    const least = () =>
      afterFiles(async (project) => {
        await type(project, 'cargo', 'build', '--release', '--lib', '--locked')
        await copyFile(path.join(project, 'target/release/libapp.so'), path.join(project, 'app.node'))
      })
    // Fills the download caches of npm and cargo.
    await inTemporaryFolder(async (folder) => {
      await create(folder, '--no-install', '--no-git')
      await type(path.join(folder, 'app'), 'npm', 'install')
      await type(path.join(folder, 'app'), 'cargo', 'fetch', '--locked')
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
  title: 'The second project with the same --target-dir, to its first answer (axum)',
  unit: 's',
  how: 'create, install, release build, start; the target folder is empty at the first',
  rounds: 3,
  bars: [{ contender: second, against: first, limit: atMost(0.25) }],
  bound: 'most of it is npm install, which takes as long for the second as for the first',
  async prepare(_, atEnd) {
    const { program } = await packedTool()
    const folder = await temporaryFolder(atEnd)
    const target = path.join(folder, 'target')
    const create = (name: string) =>
      secondsToAnswer(path.join(folder, name), () =>
        type(folder, process.execPath, program, name, '--framework', 'axum', '--yes', '--target-dir', target),
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

import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { freePorts } from '../../harness/ports.ts'
import { replacePart } from '../apps/crate.ts'
import { type Server, startServer } from '../apps/server.ts'
import { packedTool } from '../apps/tool.ts'
import { atMost, type Figure } from '../figure.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const ours = 'npm run dev'
const theirs = 'cargo watch -x run'

const greeting = 'Hello from Rust!\\n'

const tools = path.resolve('target', 'bench', 'tools')
const programs = path.join(tools, 'bin')

/** Compiles it once, into target/. */
async function installCargoWatch(): Promise<void> {
  if (existsSync(path.join(programs, 'cargo-watch'))) return
  const args = ['install', '--locked', '--version', '8.5.3', '--root', tools, 'cargo-watch']
  await execa('cargo', args, { stdin: 'ignore', all: true })
}

export const devEdit: Figure = {
  name: 'dev-edit',
  title: 'From the edit of a route to its new answer (axum)',
  unit: 's',
  how: 'the text of hello is edited while the server runs; both build with the dev profile',
  rounds: 7,
  thresholds: [{ contender: ours, against: theirs, limit: atMost(1.2) }],
  async prepare(_, defer) {
    await installCargoWatch()
    const { program } = await packedTool()
    // Outside the checkout: cargo-watch ignores what git ignores.
    const folder = await temporaryFolder(defer)
    const commands: readonly (readonly [string, string, readonly [string, ...string[]]])[] = [
      [ours, 'bench-dev', ['npm', 'run', 'dev']],
      [theirs, 'bench-watch', ['cargo', 'watch', '-x', 'run']],
    ]
    const ports = await freePorts(commands.length)
    // The dependencies of both are compiled once.
    const env = { CARGO_TARGET_DIR: path.resolve('target', 'bench', 'dev'), PATH: `${programs}:${process.env.PATH}` }
    const running: { name: string; app: Server; file: string }[] = []
    for (const [index, [name, crate, command]] of commands.entries()) {
      const create = [program, crate, '--framework', 'axum', '--yes', '--no-install', '--no-git']
      await execa(process.execPath, create, { cwd: folder, stdin: 'ignore' })
      const root = path.join(folder, crate)
      await execa('npm', ['install', '--no-audit', '--no-fund'], { cwd: root, stdin: 'ignore' })
      const app = startServer(command, root, ports[index] as number, env)
      defer(app.stop)
      running.push({ name, app, file: path.join(root, 'src/routes/examples.rs') })
      await app.firstAnswer()
    }
    let edits = 0
    const measure = async ({ app, file }: (typeof running)[number]) => {
      const text = `Hello number ${++edits}!`
      const source = replacePart(await template(), greeting, text)
      const began = performance.now()
      await writeFile(file, source)
      await app.firstAnswer(text)
      return (performance.now() - began) / 1000
    }
    for (const one of running) await measure(one)
    return { contenders: running.map((one) => ({ name: one.name, measure: () => measure(one) })) }
  },
}

const template = () => readFile('templates/frameworks/axum/src/routes/examples.rs', 'utf8')

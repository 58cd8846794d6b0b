import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa, execaSync } from 'execa'
import { nameProject } from '../../src/choices/project-name.ts'
import type { Options } from '../../src/plan/options.ts'
import { planProject } from '../../src/plan/plan.ts'
import { listFrameworks, readTemplate } from '../../src/template/read-template.ts'
import type { TemplateFile } from '../../src/template/template-file.ts'
import { options } from '../tool/options.ts'
import { type Edit, insertAfter } from './edit.ts'
import { withWebSocket } from './web-socket.ts'

const templates = path.resolve('templates')

const listed = listFrameworks(templates)

/** All frameworks that have a template. */
export const frameworks = listed.map(({ name }) => name)

/** The names that no project can have: crates that the templates need. */
export const takenNames: ReadonlySet<string> = new Set(listed.flatMap(({ crates }) => crates))

/** All crates that the tests build share a target folder, so that dependencies are compiled once. */
export const cargoTarget = path.resolve('target')

/** A project rendered from the templates to `target/projects/<name>`. */
export interface Project {
  readonly framework: string
  readonly name: string
  readonly root: string
}

/** The files of a project as the tool would write them, without the tests' changes. */
export async function projectFiles(framework: string, name: string): Promise<readonly TemplateFile[]> {
  const found = listed.find((one) => one.name === framework)
  if (!found) throw new Error(`no framework ${framework}`)
  const root = path.join(cargoTarget, 'projects', name)
  const destination = { path: root, shown: root, folder: name, exists: false }
  const chosen: Options = { ...options, destination, name, framework: found, ci: 'none' }
  const template = readTemplate({ templates, toolkit: path.resolve('dist') }, chosen)
  return planProject(chosen, { template, version: '0.0.0' }).files
}

/** Renders a project to its folder in target/. Leaves unchanged files alone, so that cargo does not rebuild them. */
export async function renderProject(framework: string, name: string, edit: Edit = (_, text) => text): Promise<Project> {
  const root = path.join(cargoTarget, 'projects', name)
  for (const file of await projectFiles(framework, nameProject(name, new Set()))) {
    await writeIfChanged(path.join(root, file.path), edit(file.path, new TextDecoder().decode(file.content)))
  }
  return { framework, name, root }
}

async function writeIfChanged(file: string, text: string): Promise<void> {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}

/** A framework's project with additions for the tests: see probe.rs and web-socket/. */
export async function renderProbe(framework: string): Promise<Project> {
  const webSocket = withWebSocket(framework)
  const project = await renderProject(framework, `probe-${framework}`, (file, template) => {
    const text = webSocket.edit(file, template)
    if (file === 'src/lib.rs') return insertAfter(text, /^pub mod jobs;\n/m, 'pub mod probe;\n')
    if (file === 'src/app.rs')
      return insertAfter(text, /^pub async fn build\([^{]*\{\n/m, '    crate::probe::start(tasks).await?;\n')
    if (file === 'src/routes/examples.rs')
      return insertAfter(text, /^async fn hello\([^{]*\{\n/m, '    crate::probe::request().await;\n')
    return text
  })
  const added = { ...webSocket.files, 'src/probe.rs': readFileSync('harness/project/probe.rs', 'utf8') }
  for (const [file, text] of Object.entries(added)) await writeIfChanged(path.join(project.root, file), text)
  return project
}

/** `npm run build` uses `release`, `npm run bundle` uses `bundle`. */
export type Profile = 'release' | 'bundle'

/**
 * Builds a project's addon and launcher for this machine, as `npm run build` does, in the shared target folder. Replaces the previous
 * addon atomically, since other tests may be reading it.
 */
export async function buildAddon({ root }: Project, profile: Profile = 'release'): Promise<void> {
  const napi = path.resolve('node_modules/.bin/napi')
  const output = path.join(root, 'built')
  const paths = [
    '--manifest-path',
    'host/addon/Cargo.toml',
    '--package-json-path',
    'package.json',
    '--output-dir',
    output,
  ]
  const args = ['build', '--profile', profile, '--target-dir', cargoTarget, ...paths, '--', '--lib', '--locked']
  const compiler = ['-O2', '-s', '-o', path.join(output, 'launcher'), 'host/addon/launcher.c', '-ldl']
  await execa(napi, args, { cwd: root, stdin: 'ignore', all: true })
  await execa('cc', compiler, { cwd: root, stdin: 'ignore', all: true })
  await rename(path.join(output, 'launcher'), path.join(root, 'launcher'))
  await rename(path.join(output, 'app.node'), path.join(root, 'app.node'))
}

/**
 * Builds a project's binary, which runs without Node, and returns its path. napi passes --target, so this does too: otherwise
 * cargo would compile all dependencies again.
 */
export async function buildBinary({ root, name }: Project, profile: Profile = 'release'): Promise<string> {
  const args = [
    'build',
    '--profile',
    profile,
    '--locked',
    '--bins',
    '--target',
    hostTuple(),
    '--target-dir',
    cargoTarget,
  ]
  await execa('cargo', args, { cwd: root, stdin: 'ignore', all: true })
  return path.join(cargoTarget, hostTuple(), profile, name)
}

/** Rust's name for this machine's platform, such as `x86_64-unknown-linux-gnu`. */
export function hostTuple(): string {
  tuple ??= execaSync('rustc', ['--print', 'host-tuple'], { stdin: 'ignore' }).stdout
  return tuple
}
let tuple: string | undefined

/** The folder of a framework's probe, with its addon: build-probes.ts builds it. */
export function probeOf(framework: string): string {
  return path.join(cargoTarget, 'projects', `probe-${framework}`)
}

/** The binary of a framework's probe: build-probes.ts builds it. */
export function probeBinaryOf(framework: string): string {
  return path.join(cargoTarget, hostTuple(), 'release', `probe-${framework}`)
}

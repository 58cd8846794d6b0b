import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { outputFile, outputJson } from 'fs-extra/esm'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { frameworks, projectFiles } from './projects.ts'

/** A project to render, whatever its name. */
export type Named = { readonly name: string; readonly framework: string }

/** What npm or cargo said, and of which of the projects. */
export type Objection = { readonly index: number; readonly why: string }

type Question = (root: string, projects: readonly Named[]) => Promise<string | undefined>

/** Loads the crates of every framework, so that cargo can be asked without a network. */
export async function fetchCrates(): Promise<void> {
  for (const framework of frameworks)
    await inTemporaryFolder(async (root) => {
      for (const [file, text] of await filesOf({ name: 'my-api', framework }))
        await outputFile(path.join(root, file), text)
      await execa('cargo', ['fetch', '--locked'], { cwd: root, stdin: 'ignore' })
    })
}

/** The first of the projects that the real npm or the real cargo does not take as we render it. */
export async function firstObjection(projects: readonly Named[]): Promise<Objection | undefined> {
  const objections = await Promise.all([askNpm, askCargo].map((ask) => search(ask, projects)))
  return objections.filter((objection) => objection !== undefined).sort((one, other) => one.index - other.index)[0]
}

/** Asks about all of them at once, which takes little longer than for one; then about ever fewer, to find the one. */
async function search(ask: Question, projects: readonly Named[], before = 0): Promise<Objection | undefined> {
  const why = await inTemporaryFolder((root) => ask(root, projects))
  if (why === undefined) return undefined
  if (projects.length <= 1) return { index: before, why }
  const half = Math.floor(projects.length / 2)
  return (
    (await search(ask, projects.slice(0, half), before)) ?? (await search(ask, projects.slice(half), before + half))
  )
}

/** As packages of one workspace, where npm looks at every name. Dependencies are left out: it would go and fetch them. */
async function askNpm(root: string, projects: readonly Named[]): Promise<string | undefined> {
  await outputJson(path.join(root, 'package.json'), { private: true, workspaces: ['*'] })
  const byName = new Map(projects.map((project) => [project.name, project]))
  for (const [index, project] of [...byName.values()].entries()) {
    const { devDependencies: _, ...manifest } = JSON.parse((await filesOf(project)).get('package.json') ?? '')
    await outputJson(path.join(root, String(index), 'package.json'), manifest)
  }
  const args = ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund']
  const { failed, stderr } = await execa('npm', args, { cwd: root, stdin: 'ignore', reject: false })
  if (failed) return `npm install: ${stderr}`
  const { packages } = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'))
  const lost = [...byName.keys()].find((name) => !packages[`node_modules/${name}`])
  return lost && `npm install: no package ${lost}`
}

async function askCargo(root: string, projects: readonly Named[]): Promise<string | undefined> {
  for (const framework of frameworks) {
    const those = projects.filter((project) => project.framework === framework)
    const why = those.length > 0 && (await askCargoOf(path.join(root, framework), those))
    if (why) return why
  }
  return undefined
}

/**
 * As members of one workspace, which their own `[workspace]` would keep them from. In its Cargo.lock, cargo writes them
 * all: each must find there what we render for it, in that order, once the others are struck out.
 */
async function askCargoOf(root: string, projects: readonly Named[]): Promise<string | undefined> {
  const workspace = `[workspace]\nresolver = "3"\nmembers = ["*/", "*/host", "*/host/addon"]\n[workspace.lints]\n`
  await outputFile(path.join(root, 'Cargo.toml'), workspace)
  const locks = new Map<string, string>()
  for (const [index, project] of projects.entries()) {
    const files = await filesOf(project)
    for (const file of crateFiles) {
      const text = files.get(file)?.replaceAll(/^\[workspace.*\n(.+\n)*/gm, '') ?? ''
      await outputFile(path.join(root, String(index), file), text)
    }
    locks.set(project.name, files.get('Cargo.lock') ?? '')
  }
  const lockFile = path.join(root, 'Cargo.lock')
  await outputFile(lockFile, [...locks.values()][0] ?? '')
  const args = ['metadata', '--offline', '--format-version', '1']
  const { failed, stderr } = await execa('cargo', args, { cwd: root, stdin: 'ignore', stdout: 'ignore', reject: false })
  if (failed) return `cargo metadata: ${stderr}`

  const blocks = (await readFile(lockFile, 'utf8')).trimEnd().split('\n\n')
  const named = blocks.map((block) => ({ block, name: /^name = "(.*)"$/m.exec(block)?.[1] ?? '' }))
  const packages = (name: string) => [name, `${name}-addon`, `${name}-host`]
  const all = new Set([...locks.keys()].flatMap(packages))
  const wrong = [...locks].find(([own, lock]) => {
    const left = named.filter(({ name }) => packages(own).includes(name) || !all.has(name))
    return `${left.map(({ block }) => block).join('\n\n')}\n` !== lock
  })
  return wrong && `cargo metadata: another Cargo.lock than that of ${wrong[0]}`
}

/** What cargo looks at in a project. */
const crateFiles = [
  'Cargo.toml',
  'src/lib.rs',
  'src/main.rs',
  'host/Cargo.toml',
  'host/src/lib.rs',
  'host/addon/Cargo.toml',
  'host/addon/src/lib.rs',
]

async function filesOf({ name, framework }: Named): Promise<Map<string, string>> {
  const files = await projectFiles(framework, name)
  return new Map(files.map((file) => [file.path, new TextDecoder().decode(file.content)]))
}

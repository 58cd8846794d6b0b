import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { outputFile, outputJson } from 'fs-extra/esm'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { frameworks, projectFiles } from './projects.ts'

/** A project to render, even if its name is invalid. */
export type NamedProject = { readonly name: string; readonly framework: string }

/** Why npm or cargo rejected the project at this index. */
export type Rejection = { readonly index: number; readonly reason: string }

/** Runs npm or cargo on the projects, and returns why it failed, if it did. */
type Check = (root: string, projects: readonly NamedProject[]) => Promise<string | undefined>

/** Downloads the crates of every framework, so that the checks with cargo work offline. */
export async function fetchCrates(): Promise<void> {
  for (const framework of frameworks)
    await inTemporaryFolder(async (root) => {
      for (const [file, text] of await filesOf({ name: 'my-api', framework }))
        await outputFile(path.join(root, file), text)
      await execa('cargo', ['fetch', '--locked'], { cwd: root, stdin: 'ignore' })
    })
}

/** The first project that the real npm or cargo does not accept as we render it. */
export async function firstRejection(projects: readonly NamedProject[]): Promise<Rejection | undefined> {
  const rejections = await Promise.all([checkWithNpm, checkWithCargo].map((check) => bisect(check, projects)))
  return rejections.filter((rejection) => rejection !== undefined).sort((one, other) => one.index - other.index)[0]
}

/** Checks all projects at once, which takes little longer than one, and bisects if that fails. */
async function bisect(check: Check, projects: readonly NamedProject[], offset = 0): Promise<Rejection | undefined> {
  const reason = await inTemporaryFolder((root) => check(root, projects))
  if (reason === undefined) return undefined
  if (projects.length <= 1) return { index: offset, reason }
  const half = Math.floor(projects.length / 2)
  return (
    (await bisect(check, projects.slice(0, half), offset)) ?? (await bisect(check, projects.slice(half), offset + half))
  )
}

/** Installs the projects as packages of one workspace, where npm checks every name. Without dependencies, to stay offline. */
async function checkWithNpm(root: string, projects: readonly NamedProject[]): Promise<string | undefined> {
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
  const missing = [...byName.keys()].find((name) => !packages[`node_modules/${name}`])
  return missing && `npm install: no package ${missing}`
}

async function checkWithCargo(root: string, projects: readonly NamedProject[]): Promise<string | undefined> {
  for (const framework of frameworks) {
    const matching = projects.filter((project) => project.framework === framework)
    const reason = matching.length > 0 && (await checkWorkspace(path.join(root, framework), matching))
    if (reason) return reason
  }
  return undefined
}

/**
 * Resolves the projects as members of one workspace, without the `[workspace]` of each. Cargo writes all of them to one
 * Cargo.lock: without the other projects, it must equal the one that we render for each.
 */
async function checkWorkspace(root: string, projects: readonly NamedProject[]): Promise<string | undefined> {
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

  const entries = (await readFile(lockFile, 'utf8')).trimEnd().split('\n\n')
  const locked = entries.map((entry) => ({ entry, name: /^name = "(.*)"$/m.exec(entry)?.[1] ?? '' }))
  const packages = (name: string) => [name, `${name}-addon`, `${name}-host`]
  const projectPackages = new Set([...locks.keys()].flatMap(packages))
  const wrong = [...locks].find(([own, lock]) => {
    const kept = locked.filter(({ name }) => packages(own).includes(name) || !projectPackages.has(name))
    return `${kept.map(({ entry }) => entry).join('\n\n')}\n` !== lock
  })
  return wrong && `cargo metadata: another Cargo.lock than that of ${wrong[0]}`
}

/** The files of a project that cargo needs to resolve it. */
const crateFiles = [
  'Cargo.toml',
  'src/lib.rs',
  'src/main.rs',
  'host/Cargo.toml',
  'host/src/lib.rs',
  'host/addon/Cargo.toml',
  'host/addon/src/lib.rs',
]

async function filesOf({ name, framework }: NamedProject): Promise<Map<string, string>> {
  const files = await projectFiles(framework, name)
  return new Map(files.map((file) => [file.path, new TextDecoder().decode(file.content)]))
}

import { readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { CiProvider } from '../core/ci.ts'
import type { Framework } from '../core/framework.ts'
import { lockedCrates } from '../core/lockfile.ts'
import type { TemplateFile } from '../core/plan.ts'
import { codeOf } from './refusal.ts'

/** What a framework says about itself; no project gets it. */
export const description = 'framework.json'

/** Their names, in the order in which to offer them: all that the help needs, without loading anything for it. */
export function frameworkNames(templates: string): string[] {
  return readdirSync(join(templates, 'frameworks'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, order: orderOf(join(templates, 'frameworks', name)) }))
    .sort((a, b) => a.order - b.order)
    .map(({ name }) => name)
}

function orderOf(folder: string): number {
  return JSON.parse(readFileSync(join(folder, description), 'utf8')).order
}

/** Every framework there is a folder for, in the same order. */
export function listFrameworks(templates: string): Promise<Framework[]> {
  return Promise.all(frameworkNames(templates).map((name) => readFramework(name, join(templates, 'frameworks', name))))
}

export async function readFramework(name: string, folder: string): Promise<Framework> {
  const [about, manifest, lock] = await Promise.all(
    [description, 'Cargo.toml.hbs', 'Cargo.lock'].map((file) => readFile(join(folder, file), 'utf8')),
  )
  const { title, hint = { en: '', fr: '' }, docs } = JSON.parse(about ?? '')
  const minimumRust = /^rust-version = "(.*)"/m.exec(manifest ?? '')?.[1]
  return { name, folder, title, hint, docs, minimumRust, crates: lockedCrates(lock ?? '') }
}

/** What a project is made of: a folder of templates for each choice, in the order of their files in the project. */
export type Layers = {
  readonly framework: Framework
  readonly language: string
  readonly packageManager: string
  readonly ci: CiProvider
  readonly targetDir: boolean
}

/** The files of a project, as they lie in the templates: what all projects share, then what each choice adds. */
export async function readTemplate(templates: string, layers: Layers): Promise<TemplateFile[]> {
  const folders = [
    join(templates, 'base'),
    join(templates, 'languages', layers.language),
    join(templates, 'package-managers', layers.packageManager),
    join(templates, 'ci', layers.ci),
    ...(layers.targetDir ? [join(templates, 'target-dir')] : []),
    layers.framework.folder,
  ]
  const files = await Promise.all(folders.map(readFiles))
  return files.flat().filter(({ path }) => path !== description)
}

// What lies in a folder of one's own besides the template.
const besides = /(^|[\\/])(\.git|\.DS_Store|node_modules|target)([\\/]|$)/

/** A choice that adds no file has no folder. */
export async function readFiles(folder: string): Promise<TemplateFile[]> {
  const files = (await entriesOf(folder)).filter((entry) => entry.isFile)
  return Promise.all(
    files.map(async ({ path }) => {
      const file = join(folder, path)
      const { mode } = await stat(file)
      return { path: path.replaceAll(sep, '/'), content: await readFile(file), executable: (mode & 0o100) !== 0 }
    }),
  )
}

export type Entry = { readonly path: string; readonly isFile: boolean }

/**
 * All that is in a template but folders, sorted by path. Folder by folder, since Yarn 4 starts us from inside an
 * archive, and what it has in place of Node's file system does not tell where an entry of a `recursive` listing is.
 */
export async function entriesOf(root: string, folder = ''): Promise<Entry[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    if (besides.test(path)) return []
    return entry.isDirectory() ? entriesOf(root, path) : [{ path, isFile: entry.isFile() }]
  })
  return (await Promise.all(found)).flat().sort((a, b) => (a.path < b.path ? -1 : 1))
}

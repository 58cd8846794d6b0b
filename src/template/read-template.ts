// Synchronous, since promises for many small files take much longer than reading them.
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { CiProvider } from '../choices/ci.ts'
import type { Framework } from '../choices/framework.ts'
import type { PackageManager } from '../choices/package-manager.ts'
import { codeOf } from '../errors/system-errors.ts'
import { lockedCrates } from './cargo-lock.ts'
import { checksumsPath } from './checksums.ts'
import type { TemplateFile } from './template-file.ts'

/** Describes a framework; it is not part of projects. */
export const description = 'framework.json'

/** The names of the frameworks in the order in which they are offered. The help needs no more, and loads no more. */
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

/** All frameworks, in the same order. */
export function listFrameworks(templates: string): Framework[] {
  return frameworkNames(templates).map((name) => readFramework(name, join(templates, 'frameworks', name)))
}

export function readFramework(name: string, folder: string): Framework {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  const { title, hint = { en: '', fr: '' }, docs, answers, server, rust: minimumRust } = JSON.parse(read(description))
  const crates = [...lockedCrates(read('Cargo.lock')), 'host'] // what the host crate calls itself in code
  return { name, folder, title, hint, docs, answers, server, minimumRust, crates }
}

/** The choices that a project is made of. Each has a template folder. */
export type Layers = {
  readonly framework: Framework
  readonly language: string
  readonly packageManager: Pick<PackageManager, 'name'>
  readonly ci: CiProvider
  readonly targetDir: string | undefined
}

export type Sources = {
  readonly templates: string
  /** The folder of the built toolkit. */
  readonly toolkit: string
}

/** The built files that a project carries: the toolkit, and the packages that it uses. */
export const toolkitFiles = ['o2switch.mjs', 'o2switch.third-party.cjs'] as const

/** The unrendered files of a project: those of all projects first, then those of each choice. */
export function readTemplate({ templates, toolkit }: Sources, layers: Layers): TemplateFile[] {
  const folders = [
    join(templates, 'base'),
    join(templates, 'languages', layers.language),
    join(templates, 'package-managers', layers.packageManager.name),
    join(templates, 'ci', layers.ci),
    ...(layers.targetDir !== undefined ? [join(templates, 'target-dir')] : []),
    ...(layers.framework.server !== undefined ? [join(templates, 'servers', layers.framework.server)] : []),
    layers.framework.folder,
  ]
  const files = folders.flatMap(readFiles).filter(({ path }) => path !== description)
  const checksums = { path: checksumsPath, content: new Uint8Array(), executable: false } // filled in on writing
  return [...files, ...toolkitFiles.map((name) => readToolkitFile(toolkit, name)), checksums]
}

function readToolkitFile(toolkit: string, name: string): TemplateFile {
  return { path: `scripts/${name}`, content: readFileSync(join(toolkit, name)), executable: false }
}

// Entries of the user's framework folder that are not part of the template.
const excluded = /(^|[\\/])(\.git|\.DS_Store|node_modules|target)([\\/]|$)/

/** The files of a template folder; none if it does not exist, since a choice without files has no folder. */
export function readFiles(folder: string): TemplateFile[] {
  const files = entriesOf(folder).filter((entry) => entry.isFile)
  return files.map(({ path }) => {
    const file = join(folder, path)
    const { mode } = statSync(file)
    return { path: path.replaceAll(sep, '/'), content: readFileSync(file), executable: (mode & 0o100) !== 0 }
  })
}

export type Entry = { readonly path: string; readonly isFile: boolean }

/**
 * Everything in a template folder except folders, sorted by path. Not with a `recursive` readdir: Yarn 4 runs us from
 * inside an archive, and its file system does not set the parent path of the entries.
 */
export function entriesOf(root: string): Entry[] {
  return entriesBelow(root, '').sort((a, b) => (a.path < b.path ? -1 : 1))
}

function entriesBelow(root: string, folder: string): Entry[] {
  return listFolder(join(root, folder)).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (excluded.test(path)) return []
    return entry.isDirectory() ? entriesBelow(root, path) : { path, isFile: entry.isFile() }
  })
}

function listFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

// Synchronous: hundreds of small files are read in a fraction of the time that promises take for each of them.
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { CiProvider } from '../choices/ci.ts'
import type { Framework } from '../choices/framework.ts'
import type { PackageManager } from '../choices/package-manager.ts'
import { codeOf } from '../errors/system-errors.ts'
import { lockedCrates } from './cargo-lock.ts'
import { checksumsPath } from './checksums.ts'
import type { TemplateFile } from './template-file.ts'

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
export function listFrameworks(templates: string): Framework[] {
  return frameworkNames(templates).map((name) => readFramework(name, join(templates, 'frameworks', name)))
}

export function readFramework(name: string, folder: string): Framework {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  const { title, hint = { en: '', fr: '' }, docs } = JSON.parse(read(description))
  const minimumRust = /^rust-version = "(.*)"/m.exec(read('Cargo.toml.hbs'))?.[1]
  return { name, folder, title, hint, docs, minimumRust, crates: lockedCrates(read('Cargo.lock')) }
}

/** What a project is made of: a folder of templates for each choice, in the order of their files in the project. */
export type Layers = {
  readonly framework: Framework
  readonly language: string
  readonly packageManager: Pick<PackageManager, 'name'>
  readonly ci: CiProvider
  readonly targetDir: string | undefined
}

export type Sources = {
  /** The folder of the templates. */
  readonly templates: string
  /** The folder of the built toolkit. */
  readonly toolkit: string
}

/** What a project carries of the build: its own command, and the packages that this uses. */
export const toolkitFiles = ['o2switch.mjs', 'o2switch.third-party.cjs'] as const

/** The files of a project, as they lie in the templates: what all projects share, then what each choice adds. */
export function readTemplate({ templates, toolkit }: Sources, layers: Layers): TemplateFile[] {
  const folders = [
    join(templates, 'base'),
    join(templates, 'languages', layers.language),
    join(templates, 'package-managers', layers.packageManager.name),
    join(templates, 'ci', layers.ci),
    ...(layers.targetDir !== undefined ? [join(templates, 'target-dir')] : []),
    layers.framework.folder,
  ]
  const files = folders.flatMap(readFiles).filter(({ path }) => path !== description)
  const checksums = { path: checksumsPath, content: new Uint8Array(), executable: false } // filled in on writing
  return [...files, ...toolkitFiles.map((name) => readToolkitFile(toolkit, name)), checksums]
}

function readToolkitFile(toolkit: string, name: string): TemplateFile {
  return { path: `scripts/${name}`, content: readFileSync(join(toolkit, name)), executable: false }
}

// What lies in a folder of one's own besides the template.
const besides = /(^|[\\/])(\.git|\.DS_Store|node_modules|target)([\\/]|$)/

/** A choice that adds no file has no folder. */
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
 * All that is in a template but folders, sorted by path. Folder by folder, since Yarn 4 starts us from inside an
 * archive, and what it has in place of Node's file system does not tell where an entry of a `recursive` listing is.
 */
export function entriesOf(root: string): Entry[] {
  return entriesBelow(root, '').sort((a, b) => (a.path < b.path ? -1 : 1))
}

function entriesBelow(root: string, folder: string): Entry[] {
  return listFolder(join(root, folder)).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (besides.test(path)) return []
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

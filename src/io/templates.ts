import { readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Framework } from '../core/framework.ts'
import { lockedCrates } from '../core/lockfile.ts'
import type { TemplateFile } from '../core/plan.ts'

const description = 'framework.json'

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
  return Promise.all(frameworkNames(templates).map((name) => readFramework(templates, name)))
}

async function readFramework(templates: string, name: string): Promise<Framework> {
  const folder = join(templates, 'frameworks', name)
  const { title, hint, docs, order } = JSON.parse(await readFile(join(folder, description), 'utf8'))
  const lock = await readFile(join(folder, 'Cargo.lock'), 'utf8')
  return { name, title, hint, docs, order, crates: lockedCrates(lock) }
}

/** The files of a project for that framework, as they lie in the templates: what all projects share, then its own. */
export async function readTemplate(templates: string, framework: Framework): Promise<TemplateFile[]> {
  const shared = await readFiles(join(templates, 'base'))
  const own = await readFiles(join(templates, 'frameworks', framework.name))
  return [...shared, ...own.filter(({ path }) => path !== description)]
}

async function readFiles(folder: string): Promise<TemplateFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.sort().map(async (path) => ({
      path: path.slice(folder.length + 1).replaceAll(sep, '/'),
      content: await readFile(path),
      executable: ((await stat(path)).mode & 0o100) !== 0,
    })),
  )
}

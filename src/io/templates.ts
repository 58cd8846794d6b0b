import { readdirSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Framework } from '../core/framework.ts'
import { lockedCrates } from '../core/lockfile.ts'
import type { TemplateFile } from '../core/plan.ts'

const description = 'framework.json'

/** The names alone, for the help: one look at one folder. */
export function frameworkNames(templates: string): string[] {
  return readdirSync(join(templates, 'frameworks'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** Every framework there is a folder for, in the order in which to offer them. */
export async function listFrameworks(templates: string): Promise<Framework[]> {
  const frameworks = await Promise.all(frameworkNames(templates).map((name) => readFramework(templates, name)))
  return frameworks.sort((a, b) => a.order - b.order)
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

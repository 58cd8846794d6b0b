import { existsSync } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, delimiter, dirname, relative, resolve } from 'node:path'
import { checkDirectory } from '../core/directory.ts'
import { UsageError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'
import { codeOf, explained } from './refusal.ts'

// They say nothing about whose folder it is: a repository made beforehand, and what the Finder leaves behind.
const harmless = ['.git', '.DS_Store']

/** Looks at where the project is to go; refuses a place that is not free. */
export async function findTarget(directory: string, { overwrite = false } = {}): Promise<Target> {
  const path = absolutePath(directory)
  const place = { path, shown: shortest(path), folder: basename(path) }
  if (path.includes(delimiter)) throw unfitForPath(path)
  const inTheWay = await entriesOf(path, place.shown)
  if (inTheWay === undefined) return { ...place, exists: false }
  if (inTheWay.length === 0 || overwrite) return { ...place, exists: true }

  throw new UsageError((say) => say.folder.notEmpty(place.shown, inTheWay.slice(0, 5), inTheWay.length - 5))
}

/** A path as it was typed, from here. */
export function absolutePath(typed: string): string {
  return resolve(whereWeAre(), checkDirectory(typed))
}

/** What lies in the folder, or undefined if there is no such folder yet. */
async function entriesOf(path: string, shown: string): Promise<string[] | undefined> {
  try {
    const found = await stat(path)
    if (!found.isDirectory()) throw notAFolder(shown)
    return (await readdir(path)).filter((entry) => !harmless.includes(entry))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw explained(error, shown)
    // A link that leads nowhere does not exist for stat, and yet nothing can be made in its place.
    if (await lstat(path).catch(() => undefined)) throw notAFolder(shown)
    return undefined
  }
}

/** The folder itself or the nearest one around it that exists. */
export function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path))
}

export function whereWeAre(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new UsageError((say) => say.folder.gone, { cause: error })
  }
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path) || '.'
  return fromHere.length < path.length ? fromHere : path
}

/** npm puts the project's programs on the PATH, where such a path would be read as two. */
function unfitForPath(path: string): UsageError {
  return new UsageError((say) => say.folder.delimiter(path, delimiter))
}

function notAFolder(shown: string): UsageError {
  return new UsageError((say) => say.folder.notAFolder(shown))
}

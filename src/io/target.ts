import { existsSync } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, delimiter, dirname, relative, resolve } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { checkDirectory } from '../core/options.ts'
import type { Target } from '../core/target.ts'
import { codeOf, explained } from './refusal.ts'

// They say nothing about whose folder it is: a repository made beforehand, and what the Finder leaves behind.
const harmless = ['.git', '.DS_Store']

/** Looks at where the project is to go; refuses a place that is not free. */
export async function findTarget(directory: string): Promise<Target> {
  const path = resolve(whereWeAre(), checkDirectory(directory))
  const place = { path, shown: shortest(path), folder: basename(path) }
  if (path.includes(delimiter)) throw unfitForPath(path)
  const inTheWay = await entriesOf(path, place.shown)
  if (inTheWay === undefined) return { ...place, exists: false }
  if (inTheWay.length === 0) return { ...place, exists: true }

  const some = inTheWay.slice(0, 5).join(', ')
  const more = inTheWay.length > 5 ? ` and ${inTheWay.length - 5} more` : ''
  throw new UsageError(
    `The folder "${place.shown}" is not empty: it holds ${some}${more}.`,
    'Choose another name, or empty it first. Nothing was written.',
  )
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

function whereWeAre(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new UsageError(
      'The folder you are in is gone.',
      'Go to one that exists (cd), and run the same command again. Nothing was written.',
      { cause: error },
    )
  }
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path) || '.'
  return fromHere.length < path.length ? fromHere : path
}

/** npm puts the project's programs on the PATH, where such a path would be read as two. */
function unfitForPath(path: string): UsageError {
  return new UsageError(
    `The path "${path}" holds a "${delimiter}", with which npm cannot run the project's build.`,
    'Choose another folder. Nothing was written.',
  )
}

function notAFolder(shown: string): UsageError {
  return new UsageError(
    `"${shown}" exists and is not a folder.`,
    'Choose another name, or move it out of the way. Nothing was written.',
  )
}

import { constants, type Dirent, existsSync } from 'node:fs'
import { access, lstat, readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, delimiter, dirname, relative, resolve } from 'node:path'
import { UsageError } from '../errors/errors.ts'
import { codeOf } from '../errors/system-errors.ts'
import { displayName, firstFew } from '../text/display.ts'
import { toUsageError } from './cannot-write.ts'
import { checkDirectory } from './check-directory.ts'
import type { Destination } from './destination.ts'
import { isIgnorable } from './ignorable-entries.ts'

/** Looks at where the project is to go; refuses a place that is not free. */
export async function inspectDestination(directory: string, { overwrite = false } = {}): Promise<Destination> {
  const path = absolutePath(directory)
  const place = { path, shown: shortest(path), folder: basename(path) }
  if (path.includes(delimiter)) throw unfitForPath(path)
  const entries = await entriesOf(path, place.shown)
  if (entries === undefined) return { ...place, exists: false }
  const inTheWay = entries.filter(({ name }) => !isIgnorable(name))
  if (inTheWay.length === 0) return { ...place, exists: true }
  if (overwrite) return { ...place, exists: true, occupied: true }

  const { shown, more } = firstFew(
    inTheWay.map((entry) => displayName(entry.name) + (entry.isDirectory() ? '/' : '')).sort(),
  )
  throw new UsageError((t) => t.folder.notEmpty(place.shown, shown, more))
}

/** Looks at where cargo is to compile, which may be anywhere: cargo itself would fail only once all is written. */
export async function inspectTargetDir(typed: string): Promise<string> {
  const path = absolutePath(typed)
  if (path.includes(delimiter)) throw new UsageError((t) => t.folder.targetDirDelimiter(path, delimiter))
  await entriesOf(path, shortest(path))
  return path
}

/** A path as it was typed, from here. A shell leaves `~` alone in `--target-dir=~/x`, and so does a prompt. */
export function absolutePath(typed: string): string {
  return resolve(currentFolder(), checkDirectory(typed).replace(/^~(?=$|\/)/, homedir()))
}

/** What lies in the folder, or undefined if there is no such folder yet. Refuses one that cannot be written to. */
async function entriesOf(path: string, shown: string): Promise<Dirent[] | undefined> {
  try {
    const entries = await listFolder(path, shown)
    await access(existingParent(path), constants.W_OK | constants.X_OK)
    return entries
  } catch (error) {
    throw toUsageError(error, shown)
  }
}

async function listFolder(path: string, shown: string): Promise<Dirent[] | undefined> {
  try {
    const found = await stat(path)
    if (!found.isDirectory()) throw notAFolder(shown)
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    // A link that leads nowhere does not exist for stat, and yet nothing can be made in its place.
    if (await lstat(path).catch(() => undefined)) throw notAFolder(shown)
    return undefined
  }
}

/** The folder itself or the nearest one around it that exists. */
export function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path))
}

export function currentFolder(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new UsageError((t) => t.folder.gone, { cause: error })
  }
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path) || '.'
  return fromHere.length < path.length ? fromHere : path
}

/** npm puts the project's programs on the PATH, where such a path would be read as two. */
function unfitForPath(path: string): UsageError {
  return new UsageError((t) => t.folder.delimiter(path, delimiter))
}

function notAFolder(shown: string): UsageError {
  return new UsageError((t) => t.folder.notAFolder(shown))
}

import { constants, type Dirent, existsSync } from 'node:fs'
import { access, lstat, readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, delimiter, dirname, relative, resolve } from 'node:path'
import { UsageError } from '../errors/errors.ts'
import { codeOf } from '../errors/system-errors.ts'
import { displayName, firstFew } from '../text/display.ts'
import { toUsageError } from './cannot-write.ts'
import { checkDirectory } from './check-directory.ts'
import { currentFolder, shellGoesUpAsWeDo, standingFolder } from './current-folder.ts'
import type { Destination } from './destination.ts'
import { isIgnorable } from './ignorable-entries.ts'

/** Inspects the destination; rejects one that is in use or cannot be written to. */
export async function inspectDestination(directory: string, { overwrite = false } = {}): Promise<Destination> {
  const path = absolutePath(directory)
  const place = { path, shown: shortest(path), folder: basename(path) }
  // npm adds the project's programs to PATH, where this path would be read as two.
  if (path.includes(delimiter)) throw new UsageError((t) => t.folder.delimiter(path, delimiter))
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

/** Checks `--target-dir` early: cargo itself would fail only after the project is written. Returns its absolute path. */
export async function inspectTargetDir(typed: string): Promise<string> {
  const path = absolutePath(typed)
  if (path.includes(delimiter)) throw new UsageError((t) => t.folder.targetDirDelimiter(path, delimiter))
  await entriesOf(path, shortest(path))
  return path
}

/** Resolves a typed path. Expands `~`, which shells do not expand in `--target-dir=~/x` and which can be typed at a prompt. */
export function absolutePath(typed: string): string {
  const expanded = checkDirectory(typed).replace(/^~(?=$|\/)/, homedir())
  // What Node could not decode in an argument or a variable: the name of another folder than the one that is meant.
  if (expanded.includes('\ufffd')) throw new UsageError((t) => t.folder.notUtf8(expanded))
  return resolve(currentFolder(), expanded)
}

/** The entries of the folder; undefined if it does not exist. Rejects one that cannot be written to. */
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
    // stat follows links: a broken one has no target, but still occupies the name.
    if (await lstat(path).catch(() => undefined)) throw notAFolder(shown)
    return undefined
  }
}

/** The folder itself, or its nearest parent that exists. */
export function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path))
}

/** The shortest form of the path that works where the person stands. */
function shortest(path: string): string {
  const shown = shortestPath(path, standingFolder())
  return shown.startsWith('..') && !shellGoesUpAsWeDo() ? path : shown
}

export function shortestPath(path: string, from: string): string {
  const way = relative(from, path) || '.'
  return way.length < path.length ? way : path
}

function notAFolder(shown: string): UsageError {
  return new UsageError((t) => t.folder.notAFolder(shown))
}

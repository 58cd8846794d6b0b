import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, mkdir, readdir, rename, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { outputFile, remove } from 'fs-extra/esm'
import { Cancelled, UsageError } from '../core/errors.ts'
import { checkDirectory } from '../core/options.ts'
import type { Plan, Target, TemplateFile } from '../core/plan.ts'

export type Written = { readonly kind: 'done' }

// They say nothing about whose folder it is: a repository made beforehand, and what the Finder leaves behind.
const harmless = ['.git', '.DS_Store']

/** Looks at where the project is to go; refuses a place that is not free. */
export async function findTarget(directory: string): Promise<Target> {
  const path = resolve(checkDirectory(directory))
  const place = { path, shown: shortest(path), folder: basename(path) }
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

/**
 * Writes all files or none: they are made in a temporary folder beside the target, which then takes the target's name
 * in one go. A folder that exists keeps its identity (it may be where the person's shell stands, or a mount), so there
 * the temporary folder is inside, and its entries move up.
 */
export async function writeProject({ target, name, files }: Plan, signal?: AbortSignal): Promise<Written> {
  const parent = target.exists ? target.path : dirname(target.path)
  const stage = join(parent, `.${name.npm}-${randomBytes(4).toString('hex')}`)
  let firstMade: string | undefined
  try {
    firstMade = await mkdir(parent, { recursive: true })
    await mkdir(stage)
    await writeFiles(stage, files, signal)
    await (target.exists ? moveEntries(stage, target.path) : rename(stage, target.path))
  } catch (error) {
    await remove(stage).catch(() => undefined) // the first error is the one to tell
    if (firstMade) await removeFolders(parent, firstMade)
    throw explained(error, target.shown)
  }
  return { kind: 'done' }
}

async function writeFiles(folder: string, files: readonly TemplateFile[], signal?: AbortSignal): Promise<void> {
  for (const { path, content, executable } of files) {
    if (signal?.aborted) throw new Cancelled(signal.reason, 'Nothing was written.')
    await outputFile(join(folder, path), content, { mode: executable ? 0o755 : 0o644 })
  }
}

async function moveEntries(from: string, to: string): Promise<void> {
  const moved: string[] = []
  try {
    for (const entry of await readdir(from)) {
      await refuseToReplace(join(to, entry))
      await rename(join(from, entry), join(to, entry))
      moved.push(entry)
    }
    await rmdir(from)
  } catch (error) {
    for (const entry of moved) await rename(join(to, entry), join(from, entry))
    throw error
  }
}

async function refuseToReplace(path: string): Promise<void> {
  if (await lstat(path).catch(() => undefined)) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST' })
}

/** Removes the folders that we made, from the innermost out, as far as they are empty. */
async function removeFolders(innermost: string, outermost: string): Promise<void> {
  for (let folder = innermost; folder.length >= outermost.length; folder = dirname(folder)) {
    await rmdir(folder).catch(() => undefined)
  }
}

/** The folder itself or the nearest one around it that exists. */
export function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path))
}

/** How big the built addon is, in bytes. */
export async function addonSize({ path }: Target): Promise<number | undefined> {
  return (await stat(join(path, 'app.node')).catch(() => undefined))?.size
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path) || '.'
  return fromHere.length < path.length ? fromHere : path
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EDQUOT: 'your disk quota is used up',
  EEXIST: 'something of that name has just appeared there',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'the folder around it takes no new ones',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of that path is a file',
  ENOTEMPTY: 'something has just appeared there',
  EPERM: 'not permitted',
  EROFS: 'the disk is read-only',
}

/** What the system refused, in words; any other error as it is. */
function explained(error: unknown, shown: string): unknown {
  const reason = reasons[codeOf(error)]
  if (!reason) return error
  return new UsageError(
    `The project cannot be written to "${shown}": ${reason}.`,
    'Choose another folder, or mend this and run the same command again. Nothing was written.',
    { cause: error },
  )
}

function notAFolder(shown: string): UsageError {
  return new UsageError(
    `"${shown}" exists and is not a folder.`,
    'Choose another name, or move it out of the way. Nothing was written.',
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readdir, rename, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { outputFile, remove } from 'fs-extra/esm'
import { Cancelled } from '../core/errors.ts'
import type { Plan, TemplateFile } from '../core/plan.ts'
import { explained } from './refusal.ts'

export type Written = { readonly kind: 'done' }

/**
 * Writes all files or none: they are made in a temporary folder beside the target, which then takes the target's name
 * in one go. A folder that exists keeps its identity (it may be where the person's shell stands, or a mount), so there
 * the temporary folder is inside, and its entries move up.
 */
export async function writeProject({ target, name, files }: Plan, signal?: AbortSignal): Promise<Written> {
  const parent = target.exists ? target.path : dirname(target.path)
  const stage = join(parent, `.${name}-${randomBytes(4).toString('hex')}`)
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
    if (signal?.aborted) throw new Cancelled(signal.reason)
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

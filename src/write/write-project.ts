import { lstatSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { outputFileSync } from 'fs-extra/esm'
import { toUsageError } from '../destination/cannot-write.ts'
import { parentFolders } from '../destination/existing-files.ts'
import { Cancelled, UsageError } from '../errors/errors.ts'
import { reasonFor } from '../errors/system-errors.ts'
import type { Plan, PlannedFile } from '../plan/plan.ts'
import { setMode } from './modes.ts'
import { moveIntoPlace, RollbackError } from './move-into-place.ts'
import { makeStage } from './stage.ts'

export type WriteOutcome = { readonly kind: 'done' }

/**
 * Writes all files or none: to a temporary folder, which is then renamed to the destination. An existing destination
 * stays the same folder (it may be the shell's current folder, or a mount), so there the files are moved into it one by
 * one. Nothing is deleted: replaced files are renamed as planned.
 */
export async function writeProject(
  { destination, name, files, moved }: Plan,
  signal?: AbortSignal,
): Promise<WriteOutcome> {
  const toWrite = files.filter(({ action }) => action.status !== 'unchanged')
  let remove = () => {}
  try {
    const stage = makeStage(destination, name)
    remove = stage.remove
    await writeFiles(stage.path, toWrite, signal)
    readBack(stage.path, toWrite)
    if (destination.exists) moveIntoPlace(stage.path, destination.path, { files: toWrite, moved })
    else renameSync(stage.path, destination.path)
  } catch (error) {
    if (error instanceof RollbackError) throw rollbackFailed(error, destination.shown)
    throw toUsageError(error, destination.shown)
  } finally {
    remove()
  }
  return { kind: 'done' }
}

/** Writes synchronously, which is much faster, and checks for a signal between files. */
async function writeFiles(folder: string, files: readonly PlannedFile[], signal?: AbortSignal): Promise<void> {
  for (const { path, content, executable } of files) {
    await new Promise((resolve) => setImmediate(resolve))
    if (signal?.aborted) throw new Cancelled(signal.reason)
    // Never over another one: two names may be the same to a file system that ignores case or normalizes Unicode.
    outputFileSync(join(folder, path), content, { flag: 'wx' })
    setMode(join(folder, path), executable ? 0o755 : 0o644)
  }
  if (signal?.aborted) throw new Cancelled(signal.reason)
  for (const parent of new Set(files.flatMap(({ path }) => parentFolders(path)))) setMode(join(folder, parent), 0o755)
}

/** What is written is there, in full: some file systems report a full disk or quota too late, or not at all. */
function readBack(folder: string, files: readonly PlannedFile[]): void {
  const missing = files.find(
    ({ path, content }) => lstatSync(join(folder, path), { throwIfNoEntry: false })?.size !== content.length,
  )
  if (missing) throw new UsageError((t) => t.folder.notThere(missing.path))
}

function rollbackFailed({ moved, cause }: RollbackError, shown: string): UsageError {
  return new UsageError((t) => t.folder.rollbackFailed(shown, reasonFor(cause)(t), moved), { cause })
}

import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { outputFileSync } from 'fs-extra/esm'
import { Cancelled, UsageError } from '../errors/errors.ts'
import type { Plan, PlannedFile } from '../plan/plan.ts'
import { explained, reasonFor } from '../errors/system-errors.ts'
import { makeStage } from './stage.ts'
import { NotPutBack, swapIn } from './move-into-place.ts'

export type Written = { readonly kind: 'done' }

/**
 * Writes all files or none: they are made in a temporary folder, which then takes the target's name in one go. A folder
 * that exists keeps its identity (it may be where the person's shell stands, or a mount), so there the files move up
 * one by one. Nothing is deleted: what a file replaces is given the name that the plan says.
 */
export async function writeProject({ target, name, files, aside }: Plan, signal?: AbortSignal): Promise<Written> {
  const toWrite = files.filter(({ fate }) => fate.status !== 'unchanged')
  let remove = () => {}
  try {
    const stage = makeStage(target, name)
    remove = stage.remove
    await writeFiles(stage.path, toWrite, signal)
    if (target.exists) swapIn(stage.path, target.path, { files: toWrite, aside })
    else renameSync(stage.path, target.path)
  } catch (error) {
    if (error instanceof NotPutBack) throw notPutBack(error, target.shown)
    throw explained(error, target.shown)
  } finally {
    remove()
  }
  return { kind: 'done' }
}

/** Each file synchronously, which is by far faster; between two of them, a signal is heard. */
async function writeFiles(folder: string, files: readonly PlannedFile[], signal?: AbortSignal): Promise<void> {
  for (const { path, content, executable } of files) {
    await new Promise((resolve) => setImmediate(resolve))
    if (signal?.aborted) throw new Cancelled(signal.reason)
    outputFileSync(join(folder, path), content, { mode: executable ? 0o755 : 0o644 })
  }
  if (signal?.aborted) throw new Cancelled(signal.reason)
}

function notPutBack({ moved, cause }: NotPutBack, shown: string): UsageError {
  return new UsageError((say) => say.folder.notPutBack(shown, reasonFor(cause)(say), moved), { cause })
}

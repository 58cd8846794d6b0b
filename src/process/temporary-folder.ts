import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { EnvironmentError } from '../errors/errors.ts'
import { startFailure } from '../errors/system-errors.ts'
import { onForcedExit } from './exit-cleanup.ts'

/**
 * Does the work with a new folder that is removed afterwards, even on a forced exit (second Ctrl-C). It is in `parent`, which is
 * by default what TMPDIR says. Throws an EnvironmentError if there can be none.
 */
export async function inTemporaryFolder<T>(
  prefix: string,
  work: (folder: string) => Promise<T>,
  parent = temporaryFolder(),
): Promise<T> {
  const folder = create(parent, prefix)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const release = onForcedExit(remove)
  try {
    return await work(folder)
  } finally {
    remove()
    release()
  }
}

/** Where temporary files go. TMPDIR may be relative, which programs that run elsewhere would take for another folder. */
export function temporaryFolder(): string {
  return resolve(tmpdir())
}

function create(parent: string, prefix: string): string {
  try {
    return mkdtempSync(join(parent, prefix))
  } catch (error) {
    throw new EnvironmentError((t) => t.system.noTemporaryFolder(parent, startFailure(error)(t)), { cause: error })
  }
}

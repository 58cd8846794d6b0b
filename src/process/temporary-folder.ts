import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onForcedExit } from './exit-cleanup.ts'

/** Does the work with a new folder that is removed afterwards, even on a forced exit (second Ctrl-C). */
export async function inTemporaryFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const release = onForcedExit(remove)
  try {
    return await work(folder)
  } finally {
    remove()
    release()
  }
}

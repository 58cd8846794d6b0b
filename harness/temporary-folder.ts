import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A new temporary folder, and the function that removes it. */
export async function temporaryFolder(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'create-o2switch-rust-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Calls `use` with a new temporary folder, and removes it afterwards. */
export async function inTemporaryFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const { folder, remove } = await temporaryFolder()
  try {
    return await use(folder)
  } finally {
    await remove()
  }
}

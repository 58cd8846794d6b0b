import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty folder for the running test, removed after it. */
export async function emptyFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'create-o2switch-rust-test-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Everything in a folder, except inside `.git` and `node_modules`. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return entries.filter((path) => !/(^|\/)(\.git|node_modules)\//.test(path)).sort()
}

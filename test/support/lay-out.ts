import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/**
 * Lays an app out as on the host: the shim, the addon, and the folders that Passenger looks for, in a new temporary
 * folder that the app's user can read, removed when the test ends.
 */
export async function layOut(project: string): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'app-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await chmod(root, 0o755)
  await mkdir(path.join(root, 'public'))
  await mkdir(path.join(root, 'tmp'))
  for (const file of ['app.js', 'app.node', 'package.json']) {
    await copyFile(path.join(project, file), path.join(root, file))
  }
  return root
}

import { chmod, cp, mkdir, mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/**
 * Lays an app out as on the host: its files and the folders that Passenger looks for, in a new temporary folder that
 * the app's user can read. Whoever asks for it removes it.
 */
export async function makeAppRoot(project: string, files = ['app.js', 'app.node', 'package.json']): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'app-'))
  await chmod(root, 0o755)
  await mkdir(path.join(root, 'public'))
  await mkdir(path.join(root, 'tmp'))
  for (const file of files) await cp(path.join(project, file), path.join(root, file), { recursive: true })
  return root
}

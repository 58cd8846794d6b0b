import { chmod, cp, mkdir, mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/**
 * Creates an app root as on the host: the app's files and the folders that Passenger expects, in a temporary folder that
 * the app's user can read. The caller removes it.
 */
export async function makeAppRoot(
  project: string,
  files = ['app.js', 'app.node', 'launcher', 'package.json'],
): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'app-'))
  await chmod(root, 0o755)
  await mkdir(path.join(root, 'public'))
  await mkdir(path.join(root, 'tmp'))
  for (const file of files) await cp(path.join(project, file), path.join(root, file), { recursive: true })
  return root
}

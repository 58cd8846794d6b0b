import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { probeOf } from '../../harness/project/projects.ts'
import type { Subject } from './trial.ts'

/** Makes app roots of a framework's probe in a temporary folder, which is removed in the end with all of them. */
export async function openSubject(framework: string, quick: boolean): Promise<Subject & AsyncDisposable> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'soak-'))
  await chmod(folder, 0o755)
  let count = 0
  return {
    framework,
    async layOut() {
      const root = path.join(folder, String(++count))
      await mkdir(path.join(root, 'public'), { recursive: true })
      await mkdir(path.join(root, 'tmp'))
      for (const file of ['app.js', 'app.node', 'package.json'])
        await copyFile(path.join(probeOf(framework), file), path.join(root, file))
      return root
    },
    amount: (full) => (quick ? Math.max(10, full / 20) : full),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

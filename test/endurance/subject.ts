import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Installation } from '../../harness/passenger/installation.ts'
import { makeAppRoot } from '../../harness/project/app-root.ts'
import { probeOf } from '../../harness/project/projects.ts'
import type { Contender, Subject } from './scenario.ts'

/** Creates app roots from a framework's probe, which must have been built. `await using` removes them all. */
export function openSubject(
  { framework, process }: Contender,
  passenger: Installation,
  quick: boolean,
): Subject & AsyncDisposable {
  const roots: string[] = []
  return {
    framework,
    process,
    passenger,
    async createAppRoot() {
      const root = await makeAppRoot(probeOf(framework))
      roots.push(root)
      await writeFile(path.join(root, 'package.json'), JSON.stringify({ o2switch: { process } }))
      return root
    },
    scaled: (full) => (quick ? Math.max(10, full / 20) : full),
    async [Symbol.asyncDispose]() {
      await Promise.all(roots.map((root) => rm(root, { recursive: true })))
    },
  }
}

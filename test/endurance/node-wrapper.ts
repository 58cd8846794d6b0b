import { chmod, copyFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Installation } from '../../harness/passenger/installation.ts'
import { temporaryFolder } from '../../harness/temporary-folder.ts'

/**
 * A program for Passenger to start apps with, instead of node: lines of shell that end with `exec … "$NODE" "$@"`.
 * node itself is copied, since the app's user may not be able to read it where it is.
 */
export async function wrapNode(
  passenger: Installation,
  script: string,
): Promise<{ readonly path: string } & AsyncDisposable> {
  const { folder, remove } = await temporaryFolder()
  await chmod(folder, 0o755)
  const [wrapper, node] = [path.join(folder, 'wrapper'), path.join(folder, 'node')]
  await copyFile(path.join(passenger.root, passenger.node), node)
  await writeFile(wrapper, `#!/bin/sh\nNODE='${node}'\n${script}\n`, { mode: 0o755 })
  return { path: wrapper, [Symbol.asyncDispose]: remove }
}

import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/**
 * A program that stands in for node when Passenger starts an app: lines of shell that end with `exec … "$NODE" "$@"`.
 * The real one is copied, since a private folder may hold it.
 */
export async function wrapNode(script: string): Promise<{ readonly path: string } & AsyncDisposable> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'soak-node-'))
  await chmod(folder, 0o755)
  const [wrapper, node] = [path.join(folder, 'wrapper'), path.join(folder, 'node')]
  await copyFile(process.execPath, node)
  await writeFile(wrapper, `#!/bin/sh\nNODE='${node}'\n${script}\n`, { mode: 0o755 })
  return { path: wrapper, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

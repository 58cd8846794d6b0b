import { existsSync, mkdirSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Destination } from '../destination/destination.ts'
import { setMode } from './modes.ts'

/** A temporary folder on the destination's disk, in which the project is written before it appears there. */
export type Stage = {
  readonly path: string
  /** Removes it, and the parent folders that were created for it if they are empty. */
  readonly remove: () => void
}

/**
 * Next to a new destination, inside an existing one: those are the folders that are known to be writable and on the same
 * disk. Removed even on a forced exit (second Ctrl-C), so everything is synchronous.
 */
export function makeStage({ path, exists }: Destination, name: string): Stage {
  const parent = exists ? path : dirname(path)
  const stage = join(parent, `.${name}-${randomSuffix()}`)
  const created: string[] = []
  const remove = () => {
    process.off('exit', remove)
    // A write in progress may add a file to a folder that is being emptied.
    attempt(() => rmSync(stage, { recursive: true, force: true, maxRetries: 3 }))
    for (const folder of created.reverse()) attempt(() => rmdirSync(folder))
  }
  process.once('exit', remove)
  try {
    makeFolders(parent, created)
    mkdirSync(stage)
    setMode(stage, 0o755) // it becomes the project
  } catch (error) {
    remove()
    throw error
  }
  return { path: stage, remove }
}

/** Keeps two runs apart. Not from node:crypto, which takes as long to load as writing all files does. */
function randomSuffix(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
}

/** One by one: a recursive mkdir that fails halfway does not say what it has created. */
function makeFolders(folder: string, created: string[]): void {
  if (existsSync(folder)) return
  makeFolders(dirname(folder), created)
  // Recursive only so that it is no error if another process has just created the folder, which is then not ours.
  if (mkdirSync(folder, { recursive: true })) created.push(folder)
}

/** Failing to clean up must not hide the original error. */
function attempt(act: () => void): void {
  try {
    act()
  } catch {}
}

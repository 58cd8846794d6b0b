import { existsSync, mkdirSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Destination } from '../destination/destination.ts'

/** A temporary folder on the disk of the target, in which the project is made before any of it is seen. */
export type Stage = {
  readonly path: string
  /** Removes it, and the folders that were made on the way to it as far as they are empty. */
  readonly remove: () => void
}

/**
 * Beside a target that is not there yet, and inside one that is: only there we know that we may write, and that it is
 * the same disk. It goes even if the process ends where it stands, at the second Ctrl-C: so all this is synchronous.
 */
export function makeStage({ path, exists }: Destination, name: string): Stage {
  const parent = exists ? path : dirname(path)
  const stage = join(parent, `.${name}-${anyNumber()}`)
  const made: string[] = []
  const remove = () => {
    process.off('exit', remove)
    // A write that is still under way can put a file into a folder that is just being emptied.
    attempt(() => rmSync(stage, { recursive: true, force: true, maxRetries: 3 }))
    for (const folder of made.reverse()) attempt(() => rmdirSync(folder))
  }
  process.once('exit', remove)
  try {
    makeFolders(parent, made)
    mkdirSync(stage)
  } catch (error) {
    remove()
    throw error
  }
  return { path: stage, remove }
}

/** Only so that two runs do not meet. Node's crypto would take as long to load as all files take to be written. */
function anyNumber(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
}

/** One by one: of `mkdir -p` that fails half way nobody would know what it has made. */
function makeFolders(folder: string, made: string[]): void {
  if (existsSync(folder)) return
  makeFolders(dirname(folder), made)
  // Recursive only so that a folder that somebody else has made just now is none of ours, and no error.
  if (mkdirSync(folder, { recursive: true })) made.push(folder)
}

/** The first error is the one to tell, and what cannot be removed is not worth another. */
function attempt(act: () => void): void {
  try {
    act()
  } catch {}
}

import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What there is to see at one moment. */
export type Snapshot = {
  /** Each file with what changes when it is written or replaced. Two snapshots are the same if these are. */
  readonly files: string
  /** What has to be watched to hear of changes, with what tells it from another one that has taken its name. */
  readonly places: ReadonlyMap<string, string>
}

/** What editors write beside a file while it is edited: vim's swap files and its test for them, emacs' locks, backups. */
const scratch = /^\.#|^#.*#$|~$|\.sw[a-z]$|^4913$/

/** Reads files and folders, of which some may not exist yet, following links. Call it in their parent folder. */
export function readSnapshot(sources: readonly string[]): Snapshot {
  const files: string[] = []
  const places = new Map([['.', identityOf('.')]])
  const seen = new Set<string>() // folders: a link may lead back to one of them

  const visit = (path: string) => {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (!stats) return
    if (!stats.isDirectory()) {
      files.push(`${path} ${stats.ino} ${stats.size} ${stats.mtimeNs}`)
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) places.set(path, identityOf(path))
      return
    }
    const identity = `${stats.dev} ${stats.ino}`
    if (seen.has(identity) || isCache(path)) return
    seen.add(identity)
    const names = readdirSync(path)
    places.set(path, identity)
    for (const name of names) if (!scratch.test(name)) attempt(() => visit(join(path, name)))
  }
  const attempt = (look: () => void) => {
    try {
      look()
    } catch (error) {
      files.push(String(error)) // it cannot be read, is a link to itself, or has just gone; that this ends is a change
    }
  }
  for (const source of sources) attempt(() => visit(source))
  return { files: files.sort().join('\n'), places }
}

/** A file or folder that has taken the name of another one, as `git checkout` and editors do it, has another identity. */
function identityOf(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true })
  return `${dev} ${ino}`
}

/** Packages, and folders for build results, which cargo marks (https://bford.info/cachedir/): builds write to them. */
function isCache(path: string): boolean {
  return /(^|[\\/])(node_modules|\.git)$/.test(path) || existsSync(join(path, 'CACHEDIR.TAG'))
}

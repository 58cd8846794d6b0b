import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { UsageError } from '../../errors/errors.ts'
import { codeOf, reasonFor } from '../../errors/system-errors.ts'
import { displayName } from '../../text/display.ts'
import type { Entry } from './entry.ts'

// What editors and systems leave behind, and what must not be online.
const neverHeld = /^(\.env.*|\.git|\.htaccess|\.DS_Store|Thumbs\.db)$|\.(bak|log|orig|swp|tmp)$|~$/i

/**
 * The start file, `public`, and the files and folders that package.json names, with all that is in them. Of these only
 * `public` may be missing: the host wants an empty one. `leftOut` hears of each that does not go along. Throws a UsageError
 * for what is missing, or is neither a file nor a folder.
 */
export function readEntries(include: readonly string[], leftOut: (path: string) => void): Entry[] {
  const held = ['app.js', ...include].flatMap((path) => read(path, leftOut))
  const all = new Map([{ path: 'public', content: undefined }, ...held].map((entry) => [entry.path, entry]))
  return [...all.values()]
}

function read(path: string, leftOut: (path: string) => void): Entry[] {
  // Node puts U+FFFD for what is no UTF-8: under that name, there is nothing.
  if (/[\p{Cc}\ufffd]/u.test(path)) throw new UsageError((t) => t.bundle.pack.unreadableName(displayName(path)))
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found && path === 'public') return []
  if (!found)
    throw new UsageError((t) => (path === 'app.js' ? t.bundle.pack.missing(path) : t.bundle.pack.notIncluded(path)))
  if (found.isFile()) return [{ path, content: contentOf(path) }]
  if (!found.isDirectory()) throw new UsageError((t) => t.bundle.pack.notAFile(path))
  const names = readdirSync(path)
  const left = names.filter((name) => neverHeld.test(name))
  for (const name of left) leftOut(`${path}/${name}`)
  const inside = names.filter((name) => !left.includes(name)).flatMap((name) => read(`${path}/${name}`, leftOut))
  return [{ path, content: undefined }, ...inside]
}

function contentOf(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    if (codeOf(error) === '') throw error
    throw new UsageError((t) => t.bundle.pack.unreadable(path, reasonFor(error)(t)), { cause: error })
  }
}

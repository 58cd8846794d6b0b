import { createHash } from 'node:crypto'
import { byPath, type Entry, type FileEntry, isFile } from './entry.ts'

/** The file for `sha256sum --check SHA256SUMS`. */
export function sums(entries: readonly Entry[]): FileEntry {
  const lines = entries
    .filter(isFile)
    .sort(byPath)
    .map(({ path, content }) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`)
  return { path: 'SHA256SUMS', content: Buffer.from(lines.join('')) }
}

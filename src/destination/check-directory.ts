import { UsageError } from '../errors/errors.ts'
import { escapeInvisible } from '../text/display.ts'

/** Rejects names that cannot be a folder, without looking at the disk. */
export function checkDirectory(directory: string): string {
  if (directory.trim() === '') throw new UsageError((t) => t.folder.empty)
  if (/[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u.test(directory))
    throw new UsageError((t) => t.folder.invisible(escapeInvisible(directory)))
  if (directory !== directory.trim()) throw new UsageError((t) => t.folder.spaces(directory))
  return directory
}

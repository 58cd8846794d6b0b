import { UsageError } from './errors.ts'

/** Refuses what cannot be a path, before anything looks at the disk. */
export function checkDirectory(directory: string): string {
  if (directory.trim() === '') throw new UsageError((say) => say.folder.empty)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to refuse
  if (/[\u0000-\u001f\u007f]/.test(directory))
    throw new UsageError((say) => say.folder.invisible(JSON.stringify(directory)))
  if (directory !== directory.trim()) throw new UsageError((say) => say.folder.spaces(directory))
  return directory
}

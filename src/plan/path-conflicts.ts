import { type ExistingFiles, parentFolders } from '../destination/existing-files.ts'
import { displayName } from '../text/display.ts'
import type { Localized } from '../text/localized.ts'

/**
 * Why these files cannot be written, even if existing files may be replaced. A link in place of a folder would lead our
 * files out of the destination; a folder in place of a file may contain anything.
 */
export function pathConflicts(files: readonly { readonly path: string }[], { entries }: ExistingFiles): Localized[] {
  const folders = new Set(files.flatMap(({ path }) => parentFolders(path)))
  const notFolders = [...folders].flatMap((path): Localized[] => {
    const kind = entries.get(path)?.kind
    if (kind === undefined || kind === 'folder') return []
    const conflict = kind === 'link' ? 'link' : 'notAFolder'
    return [(t) => t.folder.conflicts[conflict](displayName(path))]
  })
  const notFiles = files.flatMap(({ path }): Localized[] =>
    entries.get(path)?.kind === 'folder' ? [(t) => t.folder.conflicts.folder(displayName(path))] : [],
  )
  return [...notFolders, ...notFiles]
}

import { type ExistingFiles, parentFolders } from '../destination/existing-files.ts'
import { displayName } from '../text/display.ts'
import type { Localized } from '../text/localized.ts'

/**
 * Why these files cannot go where they belong, even if what lies there may be replaced. A link in the place of a folder
 * would lead our files out of the target; a folder in the place of a file holds what nobody spoke of.
 */
export function pathConflicts(files: readonly { readonly path: string }[], { entries }: ExistingFiles): Localized[] {
  const folders = new Set(files.flatMap(({ path }) => parentFolders(path)))
  const inFoldersPlaces = [...folders].flatMap((path): Localized[] => {
    const kind = entries.get(path)?.kind
    if (kind === undefined || kind === 'folder') return []
    const obstacle = kind === 'link' ? 'link' : 'notAFolder'
    return [(t) => t.folder.conflicts[obstacle](displayName(path))]
  })
  const inFilesPlaces = files.flatMap(({ path }): Localized[] =>
    entries.get(path)?.kind === 'folder' ? [(t) => t.folder.conflicts.folder(displayName(path))] : [],
  )
  return [...inFoldersPlaces, ...inFilesPlaces]
}

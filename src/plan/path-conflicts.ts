import { type Found, foldersAround } from '../destination/existing-files.ts'
import type { Phrase } from '../text/localized.ts'
import { readable } from '../text/display.ts'

/**
 * Why these files cannot go where they belong, even if what lies there may be replaced. A link in the place of a folder
 * would lead our files out of the target; a folder in the place of a file holds what nobody spoke of.
 */
export function obstacles(files: readonly { readonly path: string }[], { occupants }: Found): Phrase[] {
  const folders = new Set(files.flatMap(({ path }) => foldersAround(path)))
  const inFoldersPlaces = [...folders].flatMap((path): Phrase[] => {
    const kind = occupants.get(path)?.kind
    if (kind === undefined || kind === 'folder') return []
    const obstacle = kind === 'link' ? 'link' : 'noFolder'
    return [(say) => say.folder.obstacles[obstacle](readable(path))]
  })
  const inFilesPlaces = files.flatMap(({ path }): Phrase[] =>
    occupants.get(path)?.kind === 'folder' ? [(say) => say.folder.obstacles.folder(readable(path))] : [],
  )
  return [...inFoldersPlaces, ...inFilesPlaces]
}

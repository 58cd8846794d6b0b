import type { Plan } from '../plan/plan.ts'
import { displayName, firstFew } from '../text/display.ts'
import type { Localized } from '../text/localized.ts'

/** What happened to the user's existing files, one notice each. */
export function overwriteNotices({ files, moved }: Plan): Localized[] {
  const lines = files.flatMap(({ path, action }): Localized[] => {
    if (action.status === 'completed') return [(t) => t.folder.completed(displayName(path), displayName(action.backup))]
    if ('beside' in action && action.beside !== undefined) {
      const { beside } = action
      return [(t) => t.folder.beside(displayName(beside), displayName(path))]
    }
    return []
  })
  const replacedFiles = files.flatMap(({ path, action }) => (action.status === 'replaced' ? [{ path, ...action }] : []))
  const replaced = firstFew([...replacedFiles, ...moved])
  if (replaced.shown.length === 0) return lines
  const all: Localized = (t) =>
    t.folder.replaced(
      replaced.shown.map(({ path, backup }) => t.folder.keptAs(displayName(path), displayName(backup))),
      replaced.more,
    )
  return [...lines, all]
}

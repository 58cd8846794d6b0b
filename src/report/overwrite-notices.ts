import type { Phrase } from '../text/localized.ts'
import type { Plan } from '../plan/plan.ts'
import { readable, some } from '../text/display.ts'

/** What a person is told of the files that they had there, once ours are written. */
export function whatBecameOf({ files, aside }: Plan): Phrase[] {
  const lines = files.flatMap(({ path, fate }): Phrase[] => {
    if (fate.status === 'completed') return [(say) => say.folder.completed(readable(path), readable(fate.backup))]
    if ('beside' in fate && fate.beside !== undefined) {
      const { beside } = fate
      return [(say) => say.folder.beside(readable(beside), readable(path))]
    }
    return []
  })
  const replacedFiles = files.flatMap(({ path, fate }) => (fate.status === 'replaced' ? [{ path, ...fate }] : []))
  const replaced = some([...replacedFiles, ...aside])
  if (replaced.shown.length === 0) return lines
  const all: Phrase = (say) =>
    say.folder.replaced(
      replaced.shown.map(({ path, backup }) => say.folder.keptAs(readable(path), readable(backup))),
      replaced.more,
    )
  return [...lines, all]
}

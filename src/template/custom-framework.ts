import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { whyNoFramework } from './framework-contract.ts'
import { UsageError } from '../errors/errors.ts'
import type { Framework } from '../choices/framework.ts'
import type { Phrase } from '../text/localized.ts'
import { codeOf, reasonFor } from '../errors/system-errors.ts'
import { absolutePath } from '../destination/inspect.ts'
import { description, entriesOf, readFiles, readFramework } from './read-template.ts'

/** A framework folder of the person's own. It has the contract of ours, and is refused if it does not keep it. */
export function readOwnFramework(typed: string): Framework {
  const folder = absolutePath(typed)
  if (!isFolder(folder)) throw new UsageError((say) => say.template.missing(typed))
  try {
    const problems = problemsIn(folder)
    if (problems.length > 0)
      throw new UsageError((say) =>
        say.template.refused(
          typed,
          problems.map((problem) => problem(say)),
        ),
      )
    return readFramework(basename(folder), folder)
  } catch (error) {
    if (codeOf(error) === '') throw error
    throw new UsageError((say) => say.template.unreadable(typed, reasonFor(error)(say)), { cause: error })
  }
}

/** A folder that does not even describe itself is not looked through: it may be a whole home, or a disk. */
function problemsIn(folder: string): Phrase[] {
  if (!existsSync(join(folder, description))) return [(say) => say.template.lacks(description)]
  return [...strangeEntries(folder), ...whyNoFramework(readFiles(folder))]
}

/** A link may lead anywhere, and would be a copy of what it leads to, or nothing: better said than guessed. */
function strangeEntries(folder: string): Phrase[] {
  return entriesOf(folder)
    .filter(({ isFile }) => !isFile)
    .map(
      ({ path }) =>
        (say) =>
          say.template.link(path),
    )
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

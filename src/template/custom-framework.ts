import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Framework } from '../choices/framework.ts'
import { absolutePath } from '../destination/inspect.ts'
import { UsageError } from '../errors/errors.ts'
import { codeOf, reasonFor } from '../errors/system-errors.ts'
import type { Localized } from '../text/localized.ts'
import { contractViolations } from './framework-contract.ts'
import { description, entriesOf, readFiles, readFramework } from './read-template.ts'

/** A framework folder of the person's own. It has the contract of ours, and is refused if it does not keep it. */
export function readCustomFramework(typed: string): Framework {
  const folder = absolutePath(typed)
  if (!isFolder(folder)) throw new UsageError((t) => t.template.notFound(typed))
  try {
    const problems = problemsIn(folder)
    if (problems.length > 0)
      throw new UsageError((t) =>
        t.template.rejected(
          typed,
          problems.map((problem) => problem(t)),
        ),
      )
    return readFramework(basename(folder), folder)
  } catch (error) {
    if (codeOf(error) === '') throw error
    throw new UsageError((t) => t.template.unreadable(typed, reasonFor(error)(t)), { cause: error })
  }
}

/** A folder that does not even describe itself is not looked through: it may be a whole home, or a disk. */
function problemsIn(folder: string): Localized[] {
  if (!existsSync(join(folder, description))) return [(t) => t.template.missingFile(description)]
  return [...strangeEntries(folder), ...contractViolations(readFiles(folder))]
}

/** A link may lead anywhere, and would be a copy of what it leads to, or nothing: better said than guessed. */
function strangeEntries(folder: string): Localized[] {
  return entriesOf(folder)
    .filter(({ isFile }) => !isFile)
    .map(
      ({ path }) =>
        (t) =>
          t.template.notAFile(path),
    )
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

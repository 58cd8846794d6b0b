import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Framework } from '../choices/framework.ts'
import { absolutePath } from '../destination/inspect.ts'
import { UsageError } from '../errors/errors.ts'
import { codeOf, reasonFor } from '../errors/system-errors.ts'
import type { Localized } from '../text/localized.ts'
import { contractViolations } from './framework-contract.ts'
import { description, entriesOf, readFiles, readFramework } from './read-template.ts'

/** Reads the user's `--template` folder. Throws a UsageError if it violates the contract of a framework folder. */
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

/** Without framework.json the folder is not read any further: it may be a home folder, or a whole disk. */
function problemsIn(folder: string): Localized[] {
  if (!existsSync(join(folder, description))) return [(t) => t.template.missingFile(description)]
  return [...unsupportedEntries(folder), ...contractViolations(readFiles(folder))]
}

/** Links are rejected rather than followed: they may point anywhere, and copying their content would be a guess. */
function unsupportedEntries(folder: string): Localized[] {
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

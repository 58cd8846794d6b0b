import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { whyNoFramework } from '../core/contract.ts'
import { UsageError } from '../core/errors.ts'
import type { Framework } from '../core/framework.ts'
import type { Phrase } from '../core/phrase.ts'
import { codeOf, reasonFor } from './refusal.ts'
import { absolutePath } from './target.ts'
import { description, entriesOf, readFiles, readFramework } from './templates.ts'

/** A framework folder of the person's own. It has the contract of ours, and is refused if it does not keep it. */
export async function readOwnFramework(typed: string): Promise<Framework> {
  const folder = absolutePath(typed)
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new UsageError((say) => say.template.missing(typed))
  try {
    const problems = await problemsIn(folder)
    if (problems.length > 0)
      throw new UsageError((say) =>
        say.template.refused(
          typed,
          problems.map((problem) => problem(say)),
        ),
      )
    return await readFramework(basename(folder), folder)
  } catch (error) {
    if (codeOf(error) === '') throw error
    throw new UsageError((say) => say.template.unreadable(typed, reasonFor(error)(say)), { cause: error })
  }
}

/** A folder that does not even describe itself is not looked through: it may be a whole home, or a disk. */
async function problemsIn(folder: string): Promise<Phrase[]> {
  if (!existsSync(join(folder, description))) return [(say) => say.template.lacks(description)]
  return [...(await strangeEntries(folder)), ...whyNoFramework(await readFiles(folder))]
}

/** A link may lead anywhere, and would be a copy of what it leads to, or nothing: better said than guessed. */
async function strangeEntries(folder: string): Promise<Phrase[]> {
  const entries = await entriesOf(folder)
  return entries
    .filter(({ isFile }) => !isFile)
    .map(
      ({ path }) =>
        (say) =>
          say.template.link(path),
    )
}

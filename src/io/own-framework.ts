import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { whyNoFramework } from '../core/contract.ts'
import { UsageError } from '../core/errors.ts'
import type { Framework } from '../core/framework.ts'
import type { Phrase } from '../core/phrase.ts'
import { absolutePath } from './target.ts'
import { isTemplateFile, readFiles, readFramework } from './templates.ts'

/** A framework folder of the person's own. It has the contract of ours, and is refused if it does not keep it. */
export async function readOwnFramework(typed: string): Promise<Framework> {
  const folder = absolutePath(typed)
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new UsageError((say) => say.template.missing(typed))
  const problems = [...(await strangeEntries(folder)), ...whyNoFramework(await readFiles(folder))]
  if (problems.length > 0)
    throw new UsageError((say) =>
      say.template.refused(
        typed,
        problems.map((problem) => problem(say)),
      ),
    )
  return readFramework(basename(folder), folder)
}

/** A link may lead anywhere, and would be a copy of what it leads to, or nothing: better said than guessed. */
async function strangeEntries(folder: string): Promise<Phrase[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isFile() && !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(isTemplateFile)
    .map((path) => (say) => say.template.link(path))
}

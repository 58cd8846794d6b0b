import { Cancelled } from '../../errors/errors.ts'
import { run } from '../../process/run.ts'
import { type Entry, isFile } from './entry.ts'

/** The files of the project that git knows, and which of them a clone got with other line ends than the repository has. */
export type TrackedFiles = { readonly all: ReadonlySet<string>; readonly converted: ReadonlySet<string> }

/** Nothing without git, or outside of a repository. */
export async function trackedFiles(signal: AbortSignal): Promise<TrackedFiles> {
  const records = (await git(['ls-files', '--eol', '-z', '--', '.'], signal)).split('\0')
  const files = records
    .map((record) => record.split('\t'))
    .map(([about = '', ...path]) => ({ about, path: path.join('\t') }))
  // `i/lf w/crlf attr/text=auto`: git-ls-files(1), --eol. With eol=crlf, every clone has it.
  const isConverted = (about: string) => /^i\/lf\s+w\/crlf\s/.test(about) && !about.includes('eol=crlf')
  return {
    all: new Set(files.map(({ path }) => path)),
    converted: new Set(files.filter(({ about }) => isConverted(about)).map(({ path }) => path)),
  }
}

/** With the line ends of the repository: core.autocrlf, a setting of the clone's owner, must not change the bytes. */
export function withOwnLineEnds(entries: readonly Entry[], { converted }: TrackedFiles): Entry[] {
  return entries.map((entry) =>
    isFile(entry) && converted.has(entry.path)
      ? {
          ...entry,
          content: Buffer.from(Buffer.from(entry.content).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
        }
      : entry,
  )
}

/** What git prints; nothing without git, or outside of a repository. */
export async function git(args: readonly string[], signal: AbortSignal): Promise<string> {
  const result = await run('git', args, { cwd: process.cwd(), signal })
  if (result.kind === 'stopped')
    throw new Cancelled(signal.reason, (t) => ({ ...t.cancelled.untouched, hint: t.bundle.cargo.states.noBundle }))
  return result.kind === 'done' ? result.stdout.trim() : ''
}

import type { Destination } from '../destination/destination.ts'
import { type ProcessResult, run } from '../process/run.ts'
import type { Localized } from '../text/localized.ts'

export type CommitOutcome = { readonly kind: 'done' } | { readonly kind: 'skipped'; readonly reason: Localized }

// The commit must not wait for a passphrase or an editor, nor fail because of the user's hooks.
const env = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  LC_ALL: 'C', // its messages are parsed
}
const unattended = ['-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgSign=false', '-c', 'user.useConfigOnly=true']

/** Creates a repository with one commit, if possible. It never fails: what is not possible is skipped. */
export async function commitAll(
  { path: cwd, occupied }: Destination,
  message: string,
  signal?: AbortSignal,
): Promise<CommitOutcome> {
  const git = (...args: string[]) => run('git', [...unattended, ...args], { cwd, env, signal, timeout: 30_000 })

  const inside = await git('rev-parse', '--is-inside-work-tree')
  if (inside.kind === 'missing') return skipped((t) => t.git.missing)
  if (inside.kind === 'done' && inside.stdout === 'true') return skipped((t) => t.git.inside)
  // Possibly inside another user's repository, or a broken one: do not nest ours in it.
  if (inside.kind !== 'done' && !saysNoRepository(inside)) return skipped((t) => t.git.broken)
  // Never commit the user's own files: the folder may be a home with all its secrets.
  if (occupied) return skipped((t) => t.folder.occupied)

  if ((await git('init')).kind !== 'done') return skipped((t) => t.git.failedInit)
  // `init --initial-branch` needs git 2.28.
  await git('symbolic-ref', 'HEAD', 'refs/heads/main')

  for (const identity of ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT']) {
    if ((await git('var', identity)).kind !== 'done') return skipped((t) => t.git.unknownAuthor)
  }
  if ((await git('add', '--all')).kind !== 'done') return skipped((t) => t.git.failedAdd)
  if ((await git('commit', '--quiet', '-m', message)).kind !== 'done') return skipped((t) => t.git.failedCommit)
  return { kind: 'done' }
}

function saysNoRepository(result: ProcessResult): boolean {
  return result.kind === 'failed' && result.output.some((line) => line.includes('not a git repository'))
}

function skipped(reason: Localized): CommitOutcome {
  return { kind: 'skipped', reason }
}

import type { Destination } from '../destination/destination.ts'
import { type ProcessResult, run } from '../process/run.ts'
import type { Localized } from '../text/localized.ts'

export type Committed = { readonly kind: 'done' } | { readonly kind: 'skipped'; readonly reason: Localized }

// A scaffold's commit must not wait for a passphrase or an editor, nor fall over somebody's hooks. Started from a git
// hook, git would otherwise take that repository for ours.
const env = {
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  LC_ALL: 'C', // we read what it says
}
const quietly = ['-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgSign=false', '-c', 'user.useConfigOnly=true']

/** Makes the folder a repository with one commit, as far as that is possible; what is not is no failure. */
export async function commitAll(
  { path: cwd, occupied }: Destination,
  message: string,
  signal?: AbortSignal,
): Promise<Committed> {
  const git = (...args: string[]) => run('git', [...quietly, ...args], { cwd, env, signal, timeout: 30_000 })

  const inside = await git('rev-parse', '--is-inside-work-tree')
  if (inside.kind === 'missing') return skipped((t) => t.git.missing)
  if (inside.kind === 'done' && inside.stdout === 'true') return skipped((t) => t.git.inside)
  // A repository of somebody else's, or a broken one, is no reason to put another inside it.
  if (inside.kind !== 'done' && !saysNoRepository(inside)) return skipped((t) => t.git.broken)
  // We were not asked to commit what the person has there, which may be a home with all its secrets.
  if (occupied) return skipped((t) => t.folder.occupied)

  if ((await git('init')).kind !== 'done') return skipped((t) => t.git.failedInit)
  // Every git can do this, unlike `init --initial-branch`.
  await git('symbolic-ref', 'HEAD', 'refs/heads/main')

  for (const identity of ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT']) {
    if ((await git('var', identity)).kind !== 'done') return skipped((t) => t.git.unknownAuthor)
  }
  if ((await git('add', '--all')).kind !== 'done') return skipped((t) => t.git.failedAdd)
  if ((await git('commit', '--quiet', '-m', message)).kind !== 'done') return skipped((t) => t.git.failedCommit)
  return { kind: 'done' }
}

function saysNoRepository(ended: ProcessResult): boolean {
  return ended.kind === 'failed' && ended.output.some((line) => line.includes('not a git repository'))
}

function skipped(reason: Localized): Committed {
  return { kind: 'skipped', reason }
}

import type { Plan } from '../plan/plan.ts'
import { type ProcessResult, run } from '../process/run.ts'
import { displayName, firstFew } from '../text/display.ts'
import type { Localized } from '../text/localized.ts'

/** A commit may be done with a reason: what about it is not as the user's settings want it. */
export type CommitOutcome =
  | { readonly kind: 'done'; readonly reason?: Localized }
  | { readonly kind: 'skipped'; readonly reason: Localized }

// The user's hooks are for changes of their own: they may reject our message, or wait. A monitor of files would outlive the
// commit, and line ends that git converts are no reason to fail (core.safecrlf).
const unattended = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.safecrlf=false',
  'user.useConfigOnly=true',
]
const options = unattended.flatMap((setting) => ['-c', setting])

/** What package managers add to the files of the plan. */
const lockFiles = ['pnpm-lock.yaml', 'bun.lock', 'bun.lockb']

type Git = (...args: string[]) => Promise<ProcessResult>

/**
 * Creates a repository with one commit, if possible, and looks at what it has become. It never fails: what is not possible
 * is skipped.
 */
export async function commitAll(
  { destination: { path: cwd, occupied }, files }: Pick<Plan, 'destination' | 'files'>,
  message: string,
  signal?: AbortSignal,
): Promise<CommitOutcome> {
  const git: Git = (...args) => run('git', [...options, ...args], { cwd, signal, timeout: 30_000 })

  const inside = await git('rev-parse', '--is-inside-work-tree')
  if (inside.kind === 'missing') return skipped((t) => t.git.missing)
  if (inside.kind === 'done' && inside.stdout === 'true') return skipped((t) => t.git.inside)
  // Possibly inside another user's repository, or a broken one: do not nest ours in it.
  if (inside.kind !== 'done' && !saysNoRepository(inside)) return skipped((t) => t.git.broken(reasonOf(inside)(t)))
  // Never commit the user's own files: the folder may be a home with all its secrets.
  if (occupied) return skipped((t) => t.folder.occupied)

  const created = await git('init')
  if (created.kind !== 'done') return skipped((t) => t.git.failedInit(reasonOf(created)(t)))
  // `init --initial-branch` needs git 2.28.
  await git('symbolic-ref', 'HEAD', 'refs/heads/main')

  for (const identity of ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT']) {
    if ((await git('var', identity)).kind !== 'done') return skipped((t) => t.git.unknownAuthor)
  }
  const paths = files.map(({ path }) => path)
  const added = await addAll(git, [...paths, ...lockFiles])
  if (added.kind !== 'done') return skipped((t) => t.git.failedAdd(reasonOf(added)(t)))
  const { result, unsigned } = await commit(git, message)
  if (result.kind !== 'done') return skipped((t) => t.git.failedCommit(reasonOf(result)(t)))
  return (await whatIsWrong(git, paths)) ?? { kind: 'done', ...(unsigned && { reason: unsigned }) }
}

/** Adds ours as well if the user's own ignore rules (core.excludesFile, .git/info/exclude) leave them out. */
async function addAll(git: Git, ours: readonly string[]): Promise<ProcessResult> {
  const added = await git('add', '--all')
  if (added.kind !== 'done') return added
  const others = namesIn(await git('ls-files', '-z', '--others', '--exclude-per-directory=.gitignore'))
  const left = others.filter((path) => ours.includes(path))
  return left.length === 0 ? added : git('add', '--force', '--', ...left)
}

/** Signed, if the user wants that (commit.gpgSign) and it works without a question. */
async function commit(git: Git, message: string): Promise<{ result: ProcessResult; unsigned?: Localized }> {
  const args = ['commit', '--quiet', '--cleanup=verbatim', '-m', message]
  const wish = await git('config', '--bool', 'commit.gpgSign')
  if (wish.kind !== 'done' || wish.stdout !== 'true') return { result: await git(...args) }
  const signed = await git(...args)
  if (signed.kind === 'done' || signed.kind === 'stopped') return { result: signed }
  const result = await git('-c', 'commit.gpgSign=false', ...args)
  return { result, unsigned: (t) => t.git.unsigned(reasonOf(signed)(t)) }
}

/** Reads back what was committed: undefined if that is all of the project. */
async function whatIsWrong(git: Git, paths: readonly string[]): Promise<CommitOutcome | undefined> {
  const committed = await git('ls-tree', '-r', '-z', '--name-only', 'HEAD')
  if (committed.kind !== 'done') return skipped((t) => t.git.failedCommit(reasonOf(committed)(t)))
  const names = new Set(namesIn(committed))
  const missing = paths.filter((path) => !names.has(path))
  if (missing.length === 0) return undefined
  const { shown, more } = firstFew(missing)
  return { kind: 'done', reason: (t) => t.git.leftOut(shown.map(displayName), more) }
}

function namesIn(result: ProcessResult): string[] {
  return result.kind === 'done' ? result.stdout.split('\0').filter(Boolean) : []
}

/** What git says is wrong, which names the setting or the file; empty if it says nothing. */
function reasonOf(result: ProcessResult): Localized {
  if (result.kind === 'timed-out') return result.reason
  const lines = result.kind === 'failed' ? result.output.filter((line) => line.trim() !== '') : []
  const errors = lines.flatMap((line) => /^(?:error|fatal): (.*)/.exec(line)?.[1] ?? [])
  const [first = lines.at(-1) ?? '', ...others] = errors
  return () => [first, ...others.slice(-1)].join('; ')
}

function saysNoRepository(result: ProcessResult): boolean {
  return result.kind === 'failed' && result.output.some((line) => line.includes('not a git repository'))
}

function skipped(reason: Localized): CommitOutcome {
  return { kind: 'skipped', reason }
}

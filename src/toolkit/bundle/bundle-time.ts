import { lstatSync } from 'node:fs'
import { UsageError } from '../../errors/errors.ts'
import type { Context } from '../context.ts'
import { type Entry, isFile } from './entry.ts'
import { git, type TrackedFiles } from './tracked-files.ts'

/**
 * One time for all files, in seconds since 1970, the same wherever the same is bundled: that of the commit that is checked out,
 * which a shallow clone has as well; not that of the last one that changed the project, which it may not have. With files that
 * are not committed it is that of the newest one: what caches by time must see that something is new.
 */
export async function bundleTime(
  entries: readonly Entry[],
  { all }: TrackedFiles,
  { env, signal }: Pick<Context, 'env' | 'signal'>,
): Promise<number> {
  const { SOURCE_DATE_EPOCH: given } = env // https://reproducible-builds.org/specs/source-date-epoch
  if (given) return parseEpoch(given)
  const areTracked = entries.filter(isFile).every(({ path }) => all.has(path))
  // Plumbing, which no setting of git changes, and untracked files whatever status.showUntrackedFiles says.
  const committed = areTracked
    ? Number.parseInt(await git(['rev-list', '--max-count=1', '--timestamp', 'HEAD'], signal), 10)
    : 0
  const status = ['status', '--porcelain', '--untracked-files=normal', '--', '.']
  if (committed && (await git(status, signal)) === '') return committed
  const times = entries.map(({ path }) => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return Math.floor(Math.max(...times) / 1000)
}

function parseEpoch(given: string): number {
  if (/^\d{1,11}$/.test(given)) return Number(given)
  throw new UsageError((t) => t.bundle.config.epoch(given))
}

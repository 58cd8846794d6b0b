import { lstatSync } from 'node:fs'
import { Cancelled, UsageError } from '../../errors/errors.ts'
import { run } from '../../process/run.ts'
import type { Context } from '../context.ts'
import type { Entry } from './entry.ts'

/**
 * One time for all files, in seconds since 1970, the same wherever the same is bundled: that of the commit. With changes
 * that are not committed it is that of the newest file: what caches by time must see that something is new.
 */
export async function bundleTime(
  entries: readonly Entry[],
  { env, signal }: Pick<Context, 'env' | 'signal'>,
): Promise<number> {
  const { SOURCE_DATE_EPOCH: given } = env // https://reproducible-builds.org/specs/source-date-epoch
  if (given) return parseEpoch(given)
  const committed = Number(await git(['log', '-1', '--format=%ct', '--', '.'], signal))
  if (committed && (await git(['status', '--porcelain', '--', '.'], signal)) === '') return committed
  const times = entries.map(({ path }) => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return Math.floor(Math.max(...times) / 1000)
}

function parseEpoch(given: string): number {
  if (/^\d{1,11}$/.test(given)) return Number(given)
  throw new UsageError((t) => t.bundle.config.epoch(given))
}

/** What git prints; nothing without git, or outside of a repository. */
async function git(args: readonly string[], signal: AbortSignal): Promise<string> {
  const result = await run('git', args, { cwd: process.cwd(), signal })
  if (result.kind === 'stopped')
    throw new Cancelled(signal.reason, (t) => ({ ...t.cancelled.untouched, hint: t.bundle.cargo.states.noBundle }))
  return result.kind === 'done' ? result.stdout.trim() : ''
}

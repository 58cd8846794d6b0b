import { Refused } from '../../../errors/errors.ts'
import type { ErrorText } from '../../../text/localized.ts'
import type { Config } from '../config/config.ts'
import type { Health } from '../health/health.ts'
import type { Log } from '../log.ts'
import type { HostState } from './host-state.ts'
import { isRelease } from './release-id.ts'

/** Throws Refused, with all reasons, if no deploy of that size is possible there. Nothing has been changed by then. */
export function checkHost(state: HostState, { appRoot }: Config, kilobytes: number, log: Log): void {
  const { root, live, nodeModules, kilobytesFree, lockedBy } = state
  const isMissing = root === 'missing' || (root === 'found' && live === 'nothing' && !state.isApp)
  const isFull = kilobytesFree !== undefined && kilobytesFree < kilobytes * 2 + 1024
  const obstacles: readonly (ErrorText | false)[] = [
    isMissing && ((t) => t.deploy.checks.noApp(appRoot)),
    root === 'not writable' && ((t) => t.deploy.checks.notWritable(appRoot)),
    nodeModules === 'folder' && ((t) => t.deploy.checks.nodeModules(appRoot)),
    lockedBy !== undefined && ((t) => t.deploy.checks.busy(lockedBy)),
    isFull && ((t) => t.deploy.checks.noSpace(kilobytesFree, kilobytes)),
  ]
  const found = obstacles.filter((one) => one !== false)
  if (found.length > 0) throw new Refused(joined(found))

  if (nodeModules === 'none') log((t) => t.deploy.checks.noLink)
  if (!state.hasNode) log((t) => t.deploy.checks.noNode)
}

function joined(texts: readonly ErrorText[]): ErrorText {
  return (t) => {
    const all = texts.map((text) => text(t))
    return {
      message: all.map(({ message }) => message).join('\n'),
      hint: all.map(({ hint }) => hint).join('\n'),
    }
  }
}

/**
 * Throws Refused if nobody here could tell what a new release answers. Any answer will do, an error page as well; an app
 * that keeps silent is what a new release, or the one before, may fix.
 */
export function checkSite({ status, shown, isConnected, elsewhere }: Health, { url }: Config, log: Log): void {
  if (elsewhere) throw new Refused((t) => t.deploy.checks.redirected(url, elsewhere))
  if (!isConnected) throw new Refused((t) => t.deploy.checks.unreachable(url, shown(t)))
  if (status === undefined) log((t) => t.deploy.checks.silent(url, shown(t)))
}

/**
 * The release to go back to from the one that is live: the one that it replaced, or else the newest before it, or what was
 * there before the first deploy. Throws Refused if there is none.
 */
export function releaseBefore({ live, before, hasOriginal, releases }: HostState): string {
  if (before) return before
  const older = releases.filter((id) => id < live).sort()
  const previous = older.at(-1) ?? (hasOriginal ? 'original' : undefined)
  if (isRelease(live) && previous) return previous
  throw new Refused((t) => t.deploy.checks.noReleaseBefore(live))
}

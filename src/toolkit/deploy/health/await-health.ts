import { setTimeout as sleep } from 'node:timers/promises'
import type { Localized } from '../../../text/localized.ts'
import type { Health } from './health.ts'

/** What processes of a release have left. */
export type Mark = {
  /** One has started. */
  readonly hasStarted: boolean
  /** One has ended with an error, or was killed. */
  readonly hasCrashed: boolean
  /** Those that run. On a host without flock, and for older releases, those that were killed as well. */
  readonly running: readonly string[]
  /** On such a host: those of them that ssh can see. */
  readonly alive: readonly string[]
}

export type Awaited = {
  readonly requestHealth: () => Promise<Health>
  readonly readMark: () => Promise<Mark>
  readonly faultOf: (health: Health) => Localized | undefined
  /** The version that was live before. */
  readonly before: string | undefined
  /** In seconds. */
  readonly patience: number
  readonly signal: AbortSignal
}

/** So often in a row an answer must be good: an app may answer once, and crash. */
const goodAnswers = 3

/**
 * Waits until a release answers as it should, and returns what is wrong if it does not. A process with the release must
 * have started before an answer counts: until then it may be the one before that answers. 429, 503, no answer, error pages
 * and answers of the release before, which are kept on the way, are normal for some seconds.
 */
export async function awaitHealth(awaited: Awaited): Promise<Localized | undefined> {
  const { requestHealth, readMark, faultOf, before, patience, signal } = awaited
  const deadline = performance.now() + patience * 1000
  const seen = new Set<string>()
  let good = 0
  let badSince: number | undefined
  let reason: Localized = (t) => t.deploy.health.noneInTime
  while (performance.now() < deadline) {
    const health = await requestHealth()
    const mark = await readMark()
    if (signal.aborted) return (t) => t.deploy.health.interrupted
    const fault = faultOf(health) ?? crash(mark, seen)
    for (const pid of mark.alive) seen.add(pid)
    const isGood = !fault && mark.running.length > 0
    good = isGood ? good + 1 : 0
    if (good === goodAnswers) return undefined
    if (!isGood) reason = fault ?? ((t) => t.deploy.health.notStarted)
    const isPassing = !mark.hasStarted || !fault || isTransient(health, before)
    badSince = isPassing ? undefined : (badSince ?? performance.now())
    // What has started and keeps saying so means it.
    if (badSince !== undefined && performance.now() - badSince > (patience * 1000) / 12) return reason
    await sleep(Math.min(1000, patience * 20), undefined, { signal }).catch(() => {})
  }
  return reason
}

/** Whether a process has crashed, or was there before and is gone without having ended by itself. */
function crash({ hasCrashed, running, alive }: Mark, seen: ReadonlySet<string>): Localized | undefined {
  const wasKilled = running.some((pid) => seen.has(pid) && !alive.includes(pid))
  return hasCrashed || wasKilled ? (t) => t.deploy.health.crashed : undefined
}

/** Whether an answer is normal during a restart. */
function isTransient({ status, version, isHtml }: Health, before: string | undefined): boolean {
  if (status === undefined || [429, 502, 503, 504, 508].includes(status)) return true
  const isOld = before !== undefined && version === before
  return isOld || (isHtml && status === 200)
}

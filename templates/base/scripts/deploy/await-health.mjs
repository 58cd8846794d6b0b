import { setTimeout as sleep } from 'node:timers/promises'

/**
 * @typedef {object} Mark what processes of a release have left
 * @property {boolean} started one has started
 * @property {boolean} fallen one has ended with an error
 * @property {string[]} running those that have not ended by themselves: a signal ends them without a word
 * @property {string[]} alive those of them that ssh can see
 */

/** So often in a row an answer must be good: an app may answer once, and fall. */
const looks = 3

/**
 * Waits until a release answers as it should. A process with the release must have started before an answer counts: until
 * then it may be the one before that answers. 429, 503, no answer, error pages and answers of the release before, which are kept on
 * the way, are normal for some seconds.
 * @param {object} what
 * @param {() => Promise<import('./health.mjs').Health>} what.ask
 * @param {() => Promise<Mark>} what.mark
 * @param {(health: import('./health.mjs').Health) => string | undefined} what.fault
 * @param {string} [what.before] the version that was live before
 * @param {number} what.patience seconds
 * @param {AbortSignal} what.signal
 * @returns {Promise<string | undefined>} what is wrong; nothing: it is well
 */
export async function awaitHealth({ ask, mark, fault, before, patience, signal }) {
  const deadline = Date.now() + patience * 1000
  const seen = new Set()
  let good = 0
  let badSince = 0
  let reason = 'it did not answer in time'
  while (Date.now() < deadline) {
    const health = await ask()
    const { started, fallen, running, alive } = await mark()
    if (signal.aborted) return 'it was interrupted'
    const killed = running.some((pid) => seen.has(pid) && !alive.includes(pid))
    for (const pid of alive) seen.add(pid)
    const wrong = fault(health) ?? (fallen || killed ? 'a process of it has fallen after it had started' : undefined)
    good = !wrong && running.length > 0 ? good + 1 : 0
    if (good === looks) return undefined
    reason =
      wrong ??
      (good
        ? reason
        : 'no process has started with the new release (the restart was not picked up, or there is no room for the mark it leaves)')
    const passing = health.status === undefined || [429, 502, 503, 504, 508].includes(health.status)
    const old = before !== undefined && health.version === before
    if (!started || !wrong || passing || old || (health.page && health.status === 200)) badSince = 0
    else badSince ||= Date.now()
    // Whoever has started and keeps saying so means it.
    if (badSince && Date.now() - badSince > (patience * 1000) / 12) return reason
    await sleep(Math.min(1000, patience * 20), undefined, { signal }).catch(() => {})
  }
  return reason
}

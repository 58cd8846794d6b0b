import { setTimeout as sleep } from 'node:timers/promises'

export const healthPage = '/health'

/**
 * @typedef {object} Health
 * @property {number | undefined} status none: there was no answer
 * @property {string | undefined} version what the page says, if it is JSON and says it
 * @property {boolean} page it is HTML: of a firewall, of Passenger, not of an app's health page
 * @property {string} shown for a person
 */

/**
 * Asks the health page. No answer is an answer, too.
 * @param {string} url of the site
 * @returns {Promise<Health>}
 */
export async function askHealth(url) {
  try {
    const response = await fetch(url + healthPage, {
      redirect: 'manual',
      // A firewall of the host may turn away what does not look like a browser.
      headers: {
        'user-agent': 'Mozilla/5.0 (npm run deploy)',
        accept: 'application/json, */*;q=0.5',
        'cache-control': 'no-cache',
      },
      signal: AbortSignal.timeout(30_000),
    })
    return read(response.status, await response.text())
  } catch (error) {
    return {
      status: undefined,
      version: undefined,
      page: false,
      shown: `no answer (${error.cause?.code ?? error.message})`,
    }
  }
}

/**
 * @param {number} status
 * @param {string} body
 * @returns {Health}
 */
export function read(status, body) {
  const text = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
  const health = { status, version: undefined, page: /^\s*</.test(body), shown: `${status} ${text}` }
  try {
    const { version } = JSON.parse(body)
    return typeof version === 'string' ? { ...health, version } : health
  } catch {
    return health // no JSON
  }
}

/**
 * What is wrong with an answer, if a release of this version should have given it.
 * @param {Health} health
 * @param {string} version
 * @returns {string | undefined}
 */
export function fault({ status, page, shown, version: answered }, version) {
  if (status !== 200 || page) return `${healthPage} answers ${shown}`
  if (answered !== undefined && answered !== version)
    return `${healthPage} says version ${answered}, and the bundle is ${version}`
  return undefined
}

/**
 * Waits until a release answers as it should. A process with the release must have started before an answer counts: until
 * then it may be the one before that answers. 429, 503, no answer and error pages are normal for some seconds.
 * @param {object} what
 * @param {() => Promise<Health>} what.ask
 * @param {() => Promise<{ started: boolean, running: boolean }>} what.mark
 * @param {(health: Health) => string | undefined} what.fault
 * @param {number} what.patience seconds
 * @param {AbortSignal} what.signal
 * @returns {Promise<string | undefined>} what is wrong; nothing: it is well
 */
export async function awaitHealth({ ask, mark, fault, patience, signal }) {
  const deadline = Date.now() + patience * 1000
  let badSince = 0
  let reason = ''
  while (Date.now() < deadline) {
    const { started, running } = await mark()
    const health = await ask()
    const wrong = fault(health)
    if (signal.aborted) return 'it was interrupted'
    if (!wrong && running) return undefined
    reason = wrong ?? 'no process has started with the new release (the restart was not picked up)'
    const passing = health.status === undefined || [429, 502, 503, 504, 508].includes(health.status)
    if (!started || !wrong || passing || (health.page && health.status === 200)) badSince = 0
    else badSince ||= Date.now()
    // Whoever has started and keeps saying so means it.
    if (badSince && Date.now() - badSince > (patience * 1000) / 12) return reason
    await sleep(Math.min(1000, patience * 20), undefined, { signal }).catch(() => {})
  }
  return reason
}

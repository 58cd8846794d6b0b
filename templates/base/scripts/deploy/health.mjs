export const healthPage = '/health'

/**
 * @typedef {object} Health
 * @property {number | undefined} status none: there was no answer
 * @property {string | undefined} version what the page says, if it is JSON and says it
 * @property {boolean} page it is HTML: of a firewall, of Passenger, not of an app's health page
 * @property {string} shown for a person
 * @property {boolean} connected somebody took the question
 * @property {string} [elsewhere] the URL of the site that it leads on to
 */

/** What fetch says when somebody took the question, and then gave no answer. */
const silence = /^(ECONNRESET|UND_ERR_(SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT)|HPE_.*)$/

/**
 * Asks the health page. No answer is an answer, too.
 * @param {string} url of the site
 * @returns {Promise<Health>}
 */
export async function askHealth(url) {
  try {
    // Each question is a new one to whoever keeps answers on the way.
    const response = await fetch(`${url}${healthPage}?deploy=${Date.now()}`, {
      redirect: 'manual',
      // A firewall of the host may turn away what does not look like a browser.
      headers: {
        'user-agent': 'Mozilla/5.0 (npm run deploy)',
        accept: 'application/json, */*;q=0.5',
        'cache-control': 'no-cache',
      },
      signal: AbortSignal.timeout(30_000),
    })
    const health = read(response.status, await response.text())
    const to = response.headers.get('location')
    return to ? { ...health, shown: `${health.status} (to ${to})`, elsewhere: siteOf(to, url) } : health
  } catch (error) {
    const why = error.name === 'TimeoutError' ? 'silence for 30 s' : (error.cause?.code ?? error.message)
    const connected = error.name === 'TimeoutError' || silence.test(error.cause?.code ?? '')
    return { status: undefined, version: undefined, page: false, shown: `no answer (${why})`, connected }
  }
}

/**
 * Where a site is that asks for the same page elsewhere: with https, with www. What an app itself does with a page that it does not
 * know is its own affair.
 * @param {string} to
 * @param {string} url
 */
function siteOf(to, url) {
  const here = new URL(url + healthPage)
  if (!URL.canParse(to, here)) return undefined
  const there = new URL(to, here)
  const moved = there.origin !== here.origin && there.pathname === here.pathname
  return moved ? there.href.replace(there.search, '').slice(0, -healthPage.length) : undefined
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
  /** @type {Health} */
  const health = { status, version: undefined, page: /^\s*</.test(body), shown: `${status} ${text}`, connected: true }
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
  const why = status === 401 ? ' (is the site behind a password? the deploy has to see this page)' : ''
  if (status !== 200 || page) return `${healthPage} answers ${shown}${why}`
  if (answered !== undefined && answered !== version)
    return `${healthPage} says version ${answered}, and the bundle is ${version}`
  return undefined
}

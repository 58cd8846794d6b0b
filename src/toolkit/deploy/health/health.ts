import { isKnown } from '../../../errors/system-errors.ts'
import type { Localized } from '../../../text/localized.ts'
import { parseJson, property } from '../json.ts'

export const healthPage = '/health'

/** What a health page has answered. */
export type Health = {
  /** Undefined if there was no answer. */
  readonly status: number | undefined
  /** What the page says, if it is JSON and says it. */
  readonly version: string | undefined
  /** Likewise: which process has answered, `rust` or `node`. */
  readonly process: string | undefined
  /** It is HTML: of a firewall, of Passenger, not of an app's health page. */
  readonly isHtml: boolean
  readonly shown: Localized
  /** Somebody took the request. */
  readonly isConnected: boolean
  /** The URL of the site that it redirects to. */
  readonly elsewhere?: string | undefined
}

/** What fetch says when somebody took the request, and then gave no answer. */
const silence = /^(ECONNRESET|UND_ERR_(SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT)|HPE_.*)$/

const patienceSeconds = 30

/** Requests the health page of a site. No answer is an answer, too. */
export async function requestHealth(url: string): Promise<Health> {
  try {
    // Each request is a new one to whatever keeps answers on the way.
    const response = await fetch(`${url}${healthPage}?deploy=${Date.now()}`, {
      redirect: 'manual',
      // A firewall of the host may turn away what does not look like a browser.
      headers: {
        'user-agent': 'Mozilla/5.0 (npm run deploy)',
        accept: 'application/json, */*;q=0.5',
        'cache-control': 'no-cache',
      },
      signal: AbortSignal.timeout(patienceSeconds * 1000),
    })
    const health = toHealth(response.status, await response.text())
    const to = response.headers.get('location')
    if (!to) return health
    return { ...health, shown: (t) => t.deploy.health.redirect(response.status, to), elsewhere: movedTo(to, url) }
  } catch (error) {
    return noAnswer(error)
  }
}

function noAnswer(error: unknown): Health {
  const isTimeout = property(error, 'name') === 'TimeoutError'
  const code = property(property(error, 'cause'), 'code')
  const reason: Localized = (t) => {
    const known = String(code)
    return isKnown(known) ? `${t.system.reasons[known]}: ${known}` : String(code ?? property(error, 'message'))
  }
  return {
    status: undefined,
    version: undefined,
    process: undefined,
    isHtml: false,
    shown: (t) => t.deploy.health.noAnswer(isTimeout ? t.deploy.health.silence(patienceSeconds) : reason(t)),
    isConnected: isTimeout || silence.test(String(code)),
  }
}

/**
 * The site that asks for the same page elsewhere: with https, with www. What an app itself does with a page that it does
 * not know is its own affair.
 */
function movedTo(location: string, url: string): string | undefined {
  const here = new URL(url + healthPage)
  if (!URL.canParse(location, here.href)) return undefined
  const there = new URL(location, here)
  const isMoved = there.origin !== here.origin && there.pathname === here.pathname
  return isMoved ? there.href.replace(there.search, '').slice(0, -healthPage.length) : undefined
}

export function toHealth(status: number, body: string): Health {
  const text = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
  const json = parseJson(body)
  const textOf = (key: string) => {
    const value = property(json, key)
    return typeof value === 'string' ? value : undefined
  }
  return {
    status,
    version: textOf('version'),
    process: textOf('process'),
    isHtml: /^\s*</.test(body),
    shown: () => `${status} ${text}`.trim(),
    isConnected: true,
  }
}

/** What is wrong with an answer, if a release of this version should have given it. */
export function faultOf({ status, isHtml, shown, version }: Health, expected: string): Localized | undefined {
  if (status !== 200 || isHtml) {
    return (t) => {
      const { wrong, password } = t.deploy.health
      return `${wrong(healthPage, shown(t))}${status === 401 ? password : ''}`
    }
  }
  if (version === undefined || version === expected) return undefined
  return (t) => t.deploy.health.otherVersion(healthPage, version, expected)
}

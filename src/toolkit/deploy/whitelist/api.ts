import { isIP } from 'node:net'
import { Refused } from '../../../errors/errors.ts'
import type { Localized } from '../../../text/localized.ts'
import type { Config } from '../config/config.ts'
import type { Credentials } from '../config/credentials.ts'
import { isObject, parseJson, property } from '../json.ts'

export type Operation = 'list' | 'add' | 'remove'

/** There is one for each address and direction; some shapes of the list leave the direction out. */
export type Entry = { readonly address: string; readonly direction: string | undefined }

/** Who calls the API. */
export type Caller = { readonly config: Config; readonly credentials: Credentials }

/**
 * Makes a request to cPanel's API, `https://HOST:2083/execute/SshWhitelist/…`, and returns its data. The API reports a
 * failure in `status`, with HTTP 200. The token is in a header alone: no URL, no error, no process list has it. Throws
 * Refused.
 */
export async function request(
  { config: { host, user }, credentials: { token, otp, server = `https://${host}:2083` } }: Caller,
  operation: Operation,
  parameters: Readonly<Record<string, string>>,
  seconds: number,
): Promise<unknown> {
  const url = `${server}/execute/SshWhitelist/${operation}?${new URLSearchParams(parameters)}`
  const headers = { authorization: `cpanel ${user}:${token}`, ...(otp ? { 'x-cpanel-otp': otp } : {}) }
  const { status, text } = await send(url, headers, seconds).catch((error: unknown) => {
    const reason = reasonFor(error, seconds)
    throw new Refused((t) => t.deploy.whitelist.unreachable(operation, reason(t)))
  })
  if (status === 401 || status === 403)
    throw new Refused((t) => t.deploy.whitelist.tokenRejected(operation, status, user))

  const answer = parseJson(text)
  if (Number(property(answer, 'status')) === 1) return property(answer, 'data')
  const errors = property(answer, 'errors') ?? undefined
  throw new Refused((t) => {
    const reasons = [errors ?? t.deploy.whitelist.unexpected(status)].flat()
    return t.deploy.whitelist.failed(operation, t.failure.problems(reasons.map(String)))
  })
}

async function send(url: string, headers: Readonly<Record<string, string>>, seconds: number) {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(seconds * 1000), redirect: 'error' })
  return { status: response.status, text: await response.text() }
}

/** Without the error itself, which knows the headers. */
function reasonFor(error: unknown, seconds: number): Localized {
  const name = String(property(error, 'name'))
  if (name === 'TimeoutError') return (t) => t.deploy.whitelist.silent(seconds)
  const cause = property(error, 'cause')
  return () => String(property(cause, 'code') ?? property(cause, 'message') ?? name)
}

/** The entries of a list, in whatever shape it comes. */
export function entriesOf(data: unknown): readonly Entry[] {
  if (typeof data === 'string') return isIP(data) ? [{ address: data, direction: undefined }] : []
  if (!isObject(data)) return []
  const address = data.address ?? data.ip
  if (typeof address === 'string') {
    return [{ address, direction: typeof data.direction === 'string' ? data.direction : undefined }]
  }
  return Object.entries(data).flatMap(([key, value]) => [...entriesOf(key), ...entriesOf(value)])
}

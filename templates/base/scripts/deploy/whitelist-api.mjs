import { isIP } from 'node:net'
import { DeployError } from './error.mjs'

/**
 * The API tells of a failure in `status`, with HTTP 200. The token is in a header alone: no URL, no error, no process list has it.
 * @param {import('./config.mjs').Config} config
 * @param {import('./access.mjs').Access} access
 * @param {'list' | 'add' | 'remove'} operation
 * @param {Record<string, string>} parameters
 * @param {number} seconds
 * @returns {Promise<any>}
 */
export async function call({ host, user }, { token, otp, server }, operation, parameters, seconds) {
  const headers = { authorization: `cpanel ${user}:${token}`, ...(otp ? { 'x-cpanel-otp': otp } : {}) }
  const what = `The whitelist (${operation})`
  let status
  let answer
  try {
    const query = new URLSearchParams(parameters)
    const signal = AbortSignal.timeout(seconds * 1000)
    const response = await fetch(`${server || `https://${host}:2083`}/execute/SshWhitelist/${operation}?${query}`, {
      headers,
      signal,
      redirect: 'error',
    })
    status = response.status
    answer = await response.text()
  } catch (error) {
    const why =
      error.name === 'TimeoutError'
        ? `no answer within ${seconds} s`
        : (error.cause?.code ?? error.cause?.message ?? error.name)
    throw new DeployError(4, `${what} cannot be reached: ${why}.`)
  }
  if (status === 401 || status === 403)
    throw new DeployError(
      4,
      `${what} refuses the token (${status}): O2SWITCH_API_TOKEN is that of ${user}, made in cPanel under
"Manage API Tokens"? An account with two-factor authentication wants O2SWITCH_OTP as well.`,
    )
  const json = parse(answer)
  if (Number(json?.status) === 1) return json.data
  const why = [json?.errors ?? `HTTP ${status}, and not what the API answers`].flat().join('; ')
  throw new DeployError(4, `${what} failed: ${why}.`)
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The entries of a list, in whatever shape it comes: there is one for each address and direction.
 * @param {any} data
 * @returns {{ address: string, direction: string | undefined }[]}
 */
export function entriesOf(data) {
  if (typeof data === 'string') return isIP(data) ? [{ address: data, direction: undefined }] : []
  if (typeof data !== 'object' || data === null) return []
  const address = data.address ?? data.ip
  if (typeof address === 'string') return [{ address, direction: data.direction }]
  return Object.entries(data).flatMap(([key, value]) => [...entriesOf(key), ...entriesOf(value)])
}

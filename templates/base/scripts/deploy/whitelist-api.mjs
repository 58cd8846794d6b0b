import { DeployError } from './error.mjs'

/**
 * The API tells of a failure in `status`, with HTTP 200. The token is in a header alone: no URL, no error, no process list has it.
 * @returns {Promise<any>}
 */
export async function call({ host, user }, env, operation, parameters, seconds) {
  const server = env.O2SWITCH_API_URL || `https://${host}:2083`
  const headers = {
    authorization: `cpanel ${user}:${env.O2SWITCH_API_TOKEN}`,
    ...(env.O2SWITCH_OTP ? { 'x-cpanel-otp': env.O2SWITCH_OTP } : {}),
  }
  const what = `The whitelist (${operation})`
  let status
  let answer
  try {
    const query = new URLSearchParams(parameters)
    const signal = AbortSignal.timeout(seconds * 1000)
    const response = await fetch(`${server}/execute/SshWhitelist/${operation}?${query}`, {
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
  if (json?.status === 1) return json.data
  const why = [json?.errors ?? `HTTP ${status}`].flat().join('; ')
  throw new DeployError(4, `${what} failed: ${why}.`)
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `data.list` or `data` itself holds one entry for each address and direction. */
export function addresses(data) {
  const entries = Array.isArray(data) ? data : (data?.list ?? [])
  return entries.map((/** @type {any} */ entry) => entry.address ?? entry)
}

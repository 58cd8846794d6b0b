import { DeployError } from './error.mjs'

/** How host.sh ends when it has not done what it was asked to. */
export const refused = 9

/** A program that did not do what it was started for. */
export class Ended extends Error {
  /**
   * @param {string} program
   * @param {number | string | null} how
   * @param {string} stdout
   * @param {string} stderr
   */
  constructor(program, how, stdout, stderr) {
    super(`${program} ended with ${how}: ${stderr.trim().split('\n').slice(-3).join(' ')}`)
    this.how = how
    this.stdout = stdout
    this.stderr = stderr
  }
}

/**
 * What one sees when ssh, rsync or scp fails.
 * @param {any} error
 * @param {import('./config.mjs').Config} config
 * @returns {Error}
 */
export function explain(error, { host, port, user, key }) {
  if (error.cause?.name === 'TimeoutError')
    return new DeployError(4, `${host} did not come to an end in time. Nothing more was heard.`, error)
  if (error.name === 'AbortError' || error instanceof DeployError) return error
  const text = String(error.stderr ?? error.message)
  const found = causes.find(([pattern]) => pattern.test(text))
  const why = found?.[1] ?? 'The connection was lost.'
  const last = text.trim().split('\n').slice(-3).join('\n  ')
  const filled = why.replaceAll('{host}', host).replaceAll('{port}', port).replaceAll('{user}', user)
  return new DeployError(
    4,
    `${filled.replaceAll('{key}', key || 'the keys that ssh tried')}\nIt said:\n  ${last}`,
    error,
  )
}

/** @type {[RegExp, string][]} */
const causes = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    '{host} shows another host key than the one you know: somebody may be in between, or the server was replaced. Ask o2switch before you remove the old key from known_hosts.',
  ],
  [
    /Host key verification failed|host key is known/,
    '{host} is unknown to ssh here: connect once by hand (ssh -p {port} {user}@{host}) and compare its fingerprint with what cPanel or o2switch says, or put its line into known_hosts. Host keys are never taken unseen.',
  ],
  [
    /Permission denied|Too many authentication failures/,
    '{host} does not let {user} in with {key}. In cPanel, "SSH Access" must hold the public key, and it must be authorized there.',
  ],
  [
    /Could not resolve hostname|Name or service not known/,
    'There is no host {host}: O2SWITCH_HOST is the server that cPanel names.',
  ],
  [/Disk quota exceeded|No space left/, 'The disk of the account is full (quota).'],
  [
    /timed out/i,
    '{host} does not answer on port {port}: most likely this machine\'s address is not on the whitelist. Add it in cPanel ("SSH whitelist"), or give O2SWITCH_API_TOKEN, and the deploy does it.',
  ],
  [/Connection refused/, 'Nothing listens on port {port} of {host}.'],
]

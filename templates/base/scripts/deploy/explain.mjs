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
  // An account that may not use ssh is told so on stdout.
  const texts = error instanceof Ended ? [error.stderr, error.stdout.slice(-1000)] : [String(error.message)]
  const text = texts.find((one) => one.trim()) ?? ''
  const found = causes.find(([pattern]) => texts.some((one) => pattern.test(one)))
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
  [/bad permissions|UNPROTECTED PRIVATE KEY/, 'ssh takes no key that others can read: chmod 600 the file of {key}.'],
  [
    /error in libcrypto|invalid format|no such identity|incorrect passphrase/,
    '{key} cannot be used: there is no such file, it is no whole private key (a copy that has lost its line ends or its last line?), or it has a passphrase that nobody can be asked for here (ssh-add, or a key of its own for deploys).',
  ],
  [
    /shell access is (not enabled|disabled)|account is (currently )?not available/i,
    'The account {user} may not use ssh: it has to be switched on in cPanel ("SSH Access") or by o2switch.',
  ],
  [
    /Permission denied|Too many authentication failures/,
    '{host} does not let {user} in with {key}. In cPanel, "SSH Access" must hold the public key, and it must be authorized there. A key with a passphrase needs an agent (ssh-add) where nobody can be asked.',
  ],
  [
    /Could not resolve hostname|Name or service not known/,
    'There is no host {host}: O2SWITCH_HOST is the server that cPanel names.',
  ],
  // The last is how sftp, which scp uses, tells of it.
  [
    /Disk quota exceeded|No space left|(write remote|dest open|remote mkdir).*Failure/,
    'The disk of the account is full (quota).',
  ],
  [
    /timed out/i,
    '{host} does not answer on port {port}: most likely this machine\'s address is not on the whitelist. Add it in cPanel ("SSH whitelist"), or give O2SWITCH_API_TOKEN, and the deploy does it.',
  ],
  [/Connection refused/, 'Nothing listens on port {port} of {host}.'],
]

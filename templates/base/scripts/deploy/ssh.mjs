import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DeployError } from './error.mjs'
import { Ended, explain } from './explain.mjs'
import { temporaryFolder } from './temporary.mjs'

/**
 * @typedef {object} Connection
 * @property {string} target
 * @property {string[]} options what ssh and scp are given to go through this connection
 * @property {() => Promise<void>} close
 */

/**
 * Opens one connection that all that follows goes through: a key is asked for its password once, and a firewall that
 * counts connections sees one. Windows' ssh cannot share one; there it is a check. When it is cut, ssh connects anew.
 * Host keys are checked whatever the account's own configuration says: on a terminal, ssh asks about an unknown one. What that
 * configuration has for sessions by hand (forwards, a terminal, commands) is left out; keys, jumps and proxies are not.
 * @param {import('./config.mjs').Config} config
 * @param {boolean} terminal
 * @param {AbortSignal} signal
 * @returns {Promise<Connection>}
 */
export async function connect(config, terminal, signal) {
  if (spawnSync('ssh', ['-V']).error) throw new DeployError(3, 'The program ssh was not found: install OpenSSH.')
  const settings = [
    `StrictHostKeyChecking=${terminal ? 'ask' : 'yes'}`,
    `BatchMode=${terminal ? 'no' : 'yes'}`,
    'ConnectTimeout=15',
    'ServerAliveInterval=10',
    'ServerAliveCountMax=3',
    'RequestTTY=no',
    'RemoteCommand=none',
    'PermitLocalCommand=no',
    'ClearAllForwardings=yes',
    'LogLevel=INFO',
    ...(config.key ? ['IdentitiesOnly=yes', `IdentityFile=${asPath(config.key)}`] : []),
    `Port=${config.port}`,
  ]
  const socket = process.platform === 'win32' ? undefined : join(temporaryFolder('deploy-'), 's')
  // A longer path is none for a socket; ssh adds 17 characters while it opens it.
  const shared = socket !== undefined && socket.length < 85
  const share = shared ? [`ControlPath=${asPath(socket)}`, 'ControlPersist=no'] : ['ControlPath=none']
  const asOptions = (/** @type {string[]} */ list) => list.flatMap((setting) => ['-o', setting])
  const target = `${config.user}@${config.host}`
  const master = asOptions([...settings, ...share, `ControlMaster=${shared ? 'yes' : 'no'}`])
  // `cat` ends with our stdin, whatever becomes of us.
  // The profile of an account may print things, and end them without a line end.
  const child = startSsh([...master, '-T', target, 'echo; echo @ ready; cat > /dev/null'])
  const stop = () => child.kill()
  signal.addEventListener('abort', stop)
  const close = async () => {
    child.stdin.end()
    if (child.exitCode === null && child.signalCode === null && child.pid) {
      const timer = setTimeout(() => child.kill(), 3000)
      await once(child, 'close').catch(() => {})
      clearTimeout(timer)
    }
  }
  // A person may have to look for a password; nobody else takes that long.
  const seconds = terminal ? 300 : 60
  let silent = false
  const timer = setTimeout(() => {
    silent = true
    stop()
  }, seconds * 1000)
  try {
    await answered(child, /^@ ready$/m)
  } catch (error) {
    await close()
    if (silent) throw silence(config, seconds)
    throw explain(error, config)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop) // from here on it is needed to tidy up
  }
  return { target, options: asOptions([...settings, ...share, 'ControlMaster=no']), close }
}

/**
 * @param {import('./config.mjs').Config} config
 * @param {number} seconds
 */
function silence({ host, user, port }, seconds) {
  return new DeployError(
    4,
    `${host} took the connection, and then said nothing for ${seconds} s. Does ssh -p ${port} ${user}@${host} true end by itself?
A profile there (.bashrc, .profile) that starts something or asks something has to leave that to sessions with a terminal.
Nothing was changed.`,
  )
}

/**
 * As ssh's configuration has paths: blanks in quotes, % twice.
 * @param {string} path
 */
function asPath(path) {
  const doubled = path.replaceAll('%', '%%')
  return /\s/.test(doubled) ? `"${doubled}"` : doubled
}

/**
 * Starts ssh so that a Ctrl-C or the end of the terminal, which reaches all that was started in it, does not cut the
 * connection: it is needed to go back and to tidy up.
 * @param {string[]} args
 * @param {AbortSignal} [signal]
 */
export function startSsh(args, signal) {
  if (process.platform === 'win32') return spawn('ssh', args, { signal })
  return spawn('sh', ['-c', 'trap "" INT HUP; exec ssh "$@"', 'ssh', ...args], { signal })
}

/**
 * Resolves with what a program has printed: once it has ended well, or as soon as that matches a pattern. Rejects with what
 * it said on stderr if it ends otherwise.
 * @param {import('node:child_process').ChildProcessWithoutNullStreams} child
 * @param {RegExp} [pattern]
 * @returns {Promise<string>}
 */
export function answered(child, pattern) {
  let stdout = ''
  let stderr = ''
  return new Promise((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr = (stderr + text).slice(-4000)
    })
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      if (pattern?.test(stdout)) resolve(stdout)
    })
    child.stdin.on('error', () => {}) // it has ended: that is told below
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0 && !pattern) resolve(stdout)
      else reject(new Ended(child.spawnfile, code ?? signal, stdout, stderr))
    })
  })
}

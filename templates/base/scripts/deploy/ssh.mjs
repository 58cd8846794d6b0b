import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeployError } from './error.mjs'
import { Ended, explain } from './explain.mjs'

/**
 * @typedef {object} Connection
 * @property {string} target
 * @property {string[]} options what ssh and scp are given to go through this connection
 * @property {() => Promise<void>} close
 */

/**
 * Opens one connection that all that follows goes through: a key is asked for its password once, and a firewall that
 * counts connections sees one. Windows' ssh cannot share one; there it is a check. When it is cut, ssh connects anew.
 * Host keys are checked whatever the account's own configuration says: on a terminal, ssh asks about an unknown one.
 * @param {import('./config.mjs').Config} config
 * @param {boolean} terminal
 * @param {AbortSignal} signal
 * @returns {Promise<Connection>}
 */
export async function connect(config, terminal, signal) {
  if (spawnSync('ssh', ['-V']).error) throw new DeployError(3, 'The program ssh was not found: install OpenSSH.')
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'))
  const settings = [
    `StrictHostKeyChecking=${terminal ? 'ask' : 'yes'}`,
    `BatchMode=${terminal ? 'no' : 'yes'}`,
    'ConnectTimeout=15',
    'ServerAliveInterval=10',
    'ServerAliveCountMax=3',
    ...(config.key ? ['IdentitiesOnly=yes', `IdentityFile=${config.key}`] : []),
    `Port=${config.port}`,
  ]
  const share = process.platform === 'win32' ? [] : [`ControlPath=${join(folder, 's')}`, 'ControlPersist=no']
  const asOptions = (/** @type {string[]} */ list) => list.flatMap((setting) => ['-o', setting])
  const target = `${config.user}@${config.host}`
  const master = asOptions([...settings, ...share, ...(share.length > 0 ? ['ControlMaster=yes'] : [])])
  // `cat` ends with our stdin, whatever becomes of us.
  const child = startSsh([...master, '-T', target, 'echo @ ready; cat > /dev/null'])
  const stop = () => child.kill()
  signal.addEventListener('abort', stop)
  const close = async () => {
    child.stdin.end()
    if (child.exitCode === null && child.signalCode === null && child.pid) {
      const timer = setTimeout(() => child.kill(), 3000)
      await once(child, 'close').catch(() => {})
      clearTimeout(timer)
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answered(child, /^@ ready$/m)
  } catch (error) {
    await close()
    throw explain(error, config)
  } finally {
    signal.removeEventListener('abort', stop) // from here on it is needed to tidy up
  }
  return { target, options: asOptions([...settings, ...share, 'ControlMaster=no']), close }
}

/**
 * Starts ssh so that a Ctrl-C, which a terminal sends to all that was started in it, does not cut the connection: it is
 * needed to go back and to tidy up.
 * @param {string[]} args
 * @param {AbortSignal} [signal]
 */
export function startSsh(args, signal) {
  if (process.platform === 'win32') return spawn('ssh', args, { signal })
  return spawn('sh', ['-c', 'trap "" INT; exec ssh "$@"', 'ssh', ...args], { signal })
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

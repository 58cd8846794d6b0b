import { spawn, spawnSync } from 'node:child_process'
import { DeployError, say } from './error.mjs'
import { explain } from './explain.mjs'
import { answered } from './ssh.mjs'

/**
 * Uploads a folder into another one on the host: rsync, which hangs now and then, once more, and scp where there is no rsync
 * or it does not work.
 * @param {string} folder its name is that of the folder on the host
 * @param {string} parent the folder on the host that it goes into
 * @param {import('./host.mjs').Host} host
 * @param {boolean} hostHasRsync
 * @param {number} kilobytes 20 of them in a second will do
 * @param {AbortSignal} signal
 */
export async function upload(folder, parent, { config, connection }, hostHasRsync, kilobytes, signal) {
  const { options, target } = connection
  const shell = ['ssh', ...options].map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' ')
  const rsync = ['rsync', '-rlt', '--timeout=30', '-e', shell, folder, `${target}:${parent}/`]
  const scp = ['scp', '-q', '-r', '-S', 'ssh', ...options, folder, `${target}:${parent}/`]
  const hasRsync = hostHasRsync && spawnSync('rsync', ['--version']).status === 0
  const ways = hasRsync ? [rsync, rsync, scp] : [scp, scp]
  const seconds = Math.max(180, kilobytes / 20)
  let failure
  for (const [index, way] of ways.entries()) {
    if (failure) say(`${firstLine(failure)}\nOnce more, with ${way[0]}.`)
    failure = await attempt(way, AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]))
    if (!failure) return
    if (signal.aborted) throw failure
    const explained = explain(failure, config)
    // A full disk stays full.
    if (index === ways.length - 1 || /disk of the account/.test(explained.message))
      throw new DeployError(4, `The upload failed. ${explained.message}`, failure)
  }
}

/**
 * @param {string[]} command
 * @param {AbortSignal} signal
 * @returns {Promise<Error | undefined>}
 */
async function attempt([program, ...args], signal) {
  const child = spawn(program, args, { signal })
  child.stdin.end()
  try {
    await answered(child)
    return undefined
  } catch (error) {
    return error
  }
}

/** @param {Error} error */
function firstLine({ message }) {
  return message.split('\n')[0]
}

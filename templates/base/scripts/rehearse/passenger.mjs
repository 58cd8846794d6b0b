import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Failure } from '../failure.mjs'
import { environment, stopSeconds, within } from './host.mjs'

/**
 * Starts the core of this machine's Passenger: what starts apps and passes requests on to them, here without a web server
 * in front. It starts the app when the first request comes.
 * @param {string} root the app root
 * @param {string} folder for all that Passenger writes
 * @returns {Promise<import('./host.mjs').Host | undefined>} undefined without Passenger, or if it does not run here
 */
export async function startPassenger(root, folder) {
  const version = about('version')
  if (!version) return undefined
  const name = `${version.replace(/^Phusion |\(R\)/g, '')} of this machine`
  const socketPath = join(folder, 'passenger.sock')
  let log = ''
  const find = (/** @type {RegExp} */ words) => words.exec(log)?.[1]
  let core
  try {
    core = spawnCore(root, folder, socketPath)
    await once(core, 'spawn')
  } catch (error) {
    return useless(name, error.message)
  }
  const closed = once(core, 'close') // the app has ended, too
  const online = new Promise((done) => {
    createInterface({ input: core.stderr }).on('line', (line) => {
      const [, said] = /^App \d+ \w+: ?(.*)/.exec(line) ?? []
      if (said !== undefined) return console.error(said)
      log += `${line}\n`
      if (line.includes('Passenger core online')) done(true)
    })
    core.once('close', () => done(false))
  })
  if (!(await online)) return useless(name, find(/^(.*ERROR.*|.* C .*)$/m) ?? log.trim().split('\n').at(-1))

  return {
    name,
    socketPath,
    headers: {},
    ready: async () => {},
    async fault() {
      await new Promise(setImmediate) // what was logged before the answer has then been read
      const cause = find(/Could not spawn process for application .*?: (.*)/)
      return cause && `Passenger does not start the app, and visitors would see an error page: ${cause}`
    },
    async stop() {
      core.kill('SIGTERM')
      await within(stopSeconds + 30, closed, 'Passenger did not stop')
      if (find(/(didn't shut down within)/))
        throw new Failure(`The app did not stop within ${stopSeconds} seconds, and Passenger has killed it.`)
    },
    async kill() {
      if (core.exitCode === null && core.signalCode === null) process.kill(-core.pid, 'SIGKILL')
      await closed
    },
  }
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} socketPath
 */
function spawnCore(root, folder, socketPath) {
  mkdirSync(join(folder, 'apps.s')) // for the sockets of apps
  const options = {
    '--passenger-root': about('root'),
    '--listen': `unix:${socketPath}`,
    '--app-type': 'node',
    '--startup-file': join(root, 'app.js'),
    '--nodejs': process.execPath,
    '--default-user': userInfo().username, // who has made the files: they need not be readable by others
    '--max-pool-size': '1',
  }
  const flags = ['no-user-switching', 'disable-security-update-check', 'disable-anonymous-telemetry']
  const args = [
    ...flags.map((flag) => `--${flag}`),
    ...['--ctl', `instance_dir=${folder}`, '--ctl', `spawn_dir=${folder}`], // as its watchdog would tell it
    ...Object.entries(options).flat(),
    root,
  ]
  return spawn(join(about('support-binaries-dir'), 'PassengerAgent'), ['core', ...args], {
    env: { ...environment(), TMPDIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // a process group, of which the app is
  })
}

/**
 * What Passenger says about itself; nothing where it is not installed.
 * @param {string} what
 */
function about(what) {
  const { status, stdout } = spawnSync('passenger-config', ['about', what], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : ''
}

/**
 * @param {string} name
 * @param {string | undefined} reason
 */
function useless(name, reason) {
  console.error(`${name} cannot be used (${reason}): a stand-in takes its place.`)
  return undefined
}

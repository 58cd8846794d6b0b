import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Failure } from '../failure.mjs'
import { environment, startSeconds, stopSeconds, within } from './host.mjs'

const loader = fileURLToPath(new URL('loader.cjs', import.meta.url))

/**
 * Starts an app as Passenger's loader does, without Passenger.
 * @param {string} root the app root
 * @param {string} folder for its socket
 * @returns {import('./host.mjs').Host}
 */
export function startStandIn(root, folder) {
  const socketPath = join(folder, 'node.sock')
  const app = spawn(process.execPath, [loader, socketPath], {
    cwd: root,
    env: { ...environment(), IN_PASSENGER: '1', NODE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(app, 'exit')
  return {
    name: "a stand-in for Passenger's loader",
    socketPath,
    headers: { '!~Passenger-Client-Address': '127.0.0.1', '!~Passenger-Proto': 'https' },
    ready: () => ready(app, socketPath),
    fault: async () => undefined,
    async stop() {
      app.stdin.end() // as Passenger does
      const [code, signal] = await within(stopSeconds, exited, 'The app did not stop')
      if (code !== 0) throw new Failure(`The app ended with ${code ?? signal} when it was told to stop, not with 0.`)
    },
    async kill() {
      app.kill('SIGKILL')
      await exited
    },
  }
}

/**
 * Waits for the loader to say that the app is ready, and looks for its socket as Passenger does.
 * @param {import('node:child_process').ChildProcess} app
 * @param {string} socket
 */
async function ready(app, socket) {
  const lines = createInterface({ input: app.stdout })
  const isReady = new Promise((done) => {
    lines.on('line', (line) => (line === '!> Ready' ? done(true) : console.error(line)))
    lines.on('close', () => done(false))
  })
  if (!(await within(startSeconds, isReady, 'The app is not ready')))
    throw new Failure('The app ended before it was ready. On the host, visitors would see an error page.')
  if (!lstatSync(socket, { throwIfNoEntry: false })?.isSocket())
    throw new Failure('The app says it is ready, but its socket is gone: Passenger could not reach it.')
}

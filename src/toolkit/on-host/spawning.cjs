'use strict'
// Passenger's side of an app's start, for the rehearsal and the deploy's trial: the folder where the app finds what it has to
// know, and says how its start went. src/agent/Core/SpawningKit/README.md of Passenger 6 describes it. For Node 16 or later.
const fs = require('node:fs')
const net = require('node:net')
const path = require('node:path')

/**
 * How the start of an app went.
 * @typedef {{ readonly kind: 'ready', readonly socket: string }
 *   | { readonly kind: 'failed', readonly reason: string }
 *   | { readonly kind: 'noSocket' }} Announcement
 */

const steps = ['exec_wrapper', 'wrapper_preparation', 'app_load_or_exec', 'listen']

/** What comes with each request on the host. */
const headers = { '!~Passenger-Client-Address': '127.0.0.1', '!~Passenger-Proto': 'https' }

/**
 * Fills an empty folder for the start of the app in `root`. `env` is what the app is started with; the caller has to make a
 * named pipe of `pipe`, which Node cannot.
 * @param {string} folder
 * @param {string} root
 */
function prepare(folder, root) {
  const file = (/** @type {string} */ name) => path.join(folder, name)
  const folders = ['apps.s', 'response/error', ...steps.map((step) => `response/steps/subprocess_${step}`)]
  for (const one of folders) fs.mkdirSync(file(one), { recursive: true })
  const args = { app_root: root, startup_file: path.join(root, 'app.js'), socket_dir: file('apps.s'), log_level: '3' }
  fs.writeFileSync(file('args.json'), JSON.stringify(args))
  const env = { IN_PASSENGER: '1', NODE_ENV: 'production', PASSENGER_SPAWN_WORK_DIR: folder }
  return { env, pipe: file('response/finish') }
}

/**
 * Waits for the app to say how its start went, for ever if it ends before. Rejects if that cannot be read.
 * @param {string} folder
 * @returns {Promise<Announcement>}
 */
function announcement(folder) {
  const response = path.join(folder, 'response')
  // To open it for reading alone would wait for somebody who writes.
  const fd = fs.openSync(path.join(response, 'finish'), fs.constants.O_RDWR | fs.constants.O_NONBLOCK)
  const pipe = new net.Socket({ fd, readable: true, writable: false })
  pipe.unref()
  return new Promise((resolve, reject) => {
    pipe.once('error', reject)
    pipe.once('data', ([first]) => {
      pipe.destroy()
      if (first !== 0x31) return resolve({ kind: 'failed', reason: read(path.join(response, 'error/summary')).trim() })
      const socket = socketIn(read(path.join(response, 'properties.json')), path.join(folder, 'apps.s'))
      resolve(socket === undefined ? { kind: 'noSocket' } : { kind: 'ready', socket })
    })
  })
}

/**
 * The socket that an app has announced, if it is one that Passenger accepts.
 * @param {string} properties
 * @param {string} folder
 */
function socketIn(properties, folder) {
  const [, socket = ''] = /"unix:([^"]*)"/.exec(properties) || []
  if (path.dirname(socket) !== folder) return undefined
  return fs.lstatSync(socket, { throwIfNoEntry: false })?.isSocket() ? socket : undefined
}

/** @param {string} file */
function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

module.exports = { announcement, headers, prepare }

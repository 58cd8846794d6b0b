'use strict'
// Stands for Passenger's loader of Node apps (helper-scripts/node-loader.js of Passenger 5.3 to 6, MIT) in the rehearsal and the
// deploy's trial. Like that one it loads the start file with require(), gives the first server that listens on 'passenger' a Unix
// socket, tells spawning.cjs that the app is ready, and ends it when stdin closes.
const { EventEmitter } = require('node:events')
const fs = require('node:fs')
const http = require('node:http')
const path = require('node:path')

const folder = process.env.PASSENGER_SPAWN_WORK_DIR || ''
const args = JSON.parse(fs.readFileSync(path.join(folder, 'args.json'), 'utf8'))
const socket = path.join(args.socket_dir, `node.${process.pid}`)
let installed = false

/** @type {{ autoInstall?: boolean, [name: string]: unknown }} */
const options = { ...args, socket_path: socket }
const passenger = Object.assign(new EventEmitter(), {
  options,
  configure: (/** @type {object} */ more) => Object.assign(options, more),
})
Object.assign(global, { PhusionPassenger: passenger })
process.title = `Passenger NodeApp: ${args.app_root}`

/** @type {(this: http.Server, ...args: any[]) => http.Server} */
const listen = http.Server.prototype.listen
/** @type {typeof listen} */
http.Server.prototype.listen = function (address, ...rest) {
  if (address !== 'passenger' && address?.path !== 'passenger') {
    // Passenger itself takes any server, unless the app has said autoInstall: false: then it listens where it wants.
    if (options.autoInstall === false) return listen.call(this, address, ...rest)
  }
  if (installed) throw new Error('http.Server.listen() was called more than once')
  installed = true
  const callback = rest.find((argument) => typeof argument === 'function')
  return listen.call(this, { path: socket, backlog: 511 }, () => {
    if (callback) this.once('listening', callback)
    this.emit('listening')
    process.nextTick(announce)
  })
}

function announce() {
  const properties = {
    name: 'main',
    address: `unix:${socket}`,
    protocol: 'http',
    concurrency: 0,
    accept_http_requests: true,
  }
  fs.writeFileSync(path.join(folder, 'response/properties.json'), JSON.stringify({ sockets: [properties] }))
  fs.writeFileSync(path.join(folder, 'response/finish'), '1')
}

process.stdin.on('end', () => {
  fs.rmSync(socket, { force: true })
  // Whoever listens ends the process, within the time that Passenger gives; else it ends at once.
  if (!passenger.emit('exit')) process.exit(0)
})
process.stdin.resume()

require(args.startup_file)

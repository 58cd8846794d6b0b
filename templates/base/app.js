'use strict'
// The shim: the file that Passenger starts. It builds the Rust app, then gives it the socket that Passenger opened.
// CommonJS and no newer syntax than Node 16 reads, because Passenger loads it with require().
const fs = require('fs')
const http = require('http')

// Shared hosts count threads, and Node needs none of its pool's four here.
process.env.UV_THREADPOOL_SIZE ||= '1'

main().catch((error) => {
  console.error(`The app did not start: ${error.message}`)
  process.exit(1)
})

async function main() {
  const passenger = global.PhusionPassenger
  if (passenger) passenger.configure({ autoInstall: false })

  // What to start. Everything that may take time or fail comes first: nothing listens until the app is ready,
  // so that no request meets an app that is not, and a failure is a failed start with its reason in the log.
  const { Server } = loadAddon()
  let app
  stopWhenTold(passenger, () => (app ? app.stop() : process.exit(0)))
  app = await Server.build()

  // Where to listen: Passenger, LiteSpeed (which swaps any address for its own socket), or the port in PORT.
  const ended = passenger
    ? handOver(app, 'passenger', () => passenger.options.socket_path)
    : global.LsNode || process.env.LSNODE_SOCKET
      ? handOver(app, 3000)
      : app.listen()
  await ended
  process.exit(0)
}

function loadAddon() {
  try {
    return require(process.env.ADDON || './app.node')
  } catch (error) {
    const [reason] = error.message.split('\n')
    throw new Error(`the Rust addon cannot be loaded (npm run build makes it): ${reason}`)
  }
}

/** Lets Node open the host's socket, then gives the open descriptor to Rust, all in one tick. Resolves when Rust is done. */
function handOver(app, address, socketPath = () => undefined) {
  const server = http.createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      try {
        resolve(adopt(app, server, socketPath()))
      } catch (error) {
        reject(error)
      }
    })
  })
}

function adopt(app, server, path) {
  const fd = server._handle?.fd ?? (path ? undefined : 0) // LiteSpeed's socket is always descriptor 0
  if (fd === undefined) {
    // A Node that hides the descriptor: free the path and bind it again at once.
    server.close()
    return app.bind(path)
  }
  // Closing Node's server also unlinks its path, so the file steps aside: same socket, same queue of connections.
  if (path) fs.renameSync(path, `${path}.moved`)
  const ended = app.adopt(fd)
  server.close()
  if (path) fs.renameSync(`${path}.moved`, path)
  return ended
}

/** Asked once, the app stops accepting and finishes what it has begun; a second signal ends it at once. */
function stopWhenTold(passenger, stopApp) {
  const stop = () => {
    // Rust keeps to its time by itself, unless handlers that block hold all its threads: this one is free.
    setTimeout(() => process.exit(0), stopApp() * 1000 + 1000).unref()
  }
  let first
  const onSignal = () => {
    first ??= Date.now()
    // npm passes on the Ctrl-C that the terminal has sent already: what comes at once is still the first.
    if (Date.now() - first > 300) process.exit(1)
    stop()
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  if (passenger) passenger.on('exit', stop)
}

'use strict'
// The start file: what Passenger starts. It builds the Rust app, then hands it the socket that Passenger opened.
// CommonJS, because Passenger loads it with require(); syntax up to Node 16, the oldest version a host may run.
const fs = require('fs')
const http = require('http')

// Shared hosts limit threads, and the four of Node's pool would have nothing to do.
process.env.UV_THREADPOOL_SIZE ||= '1'
// Where files that belong to the code are read from, such as templates: not the app root, which outlives a release.
process.env.RELEASE_DIR ||= __dirname

const [command, task, ...args] = process.argv.slice(2)
const passenger = global.PhusionPassenger
const isLiteSpeed = Boolean(global.LsNode || process.env.LSNODE_SOCKET)
if (!passenger && command === 'run') runTask(task || '', args)
else serve()

async function serve() {
  let started = false
  try {
    if (passenger) passenger.configure({ autoInstall: false })
    const { Server, replaceNode } = loadAddon()
    // On a web server, Rust takes the place of Node if it can: "process" in package.json. If it does, nothing returns here.
    if (passenger || isLiteSpeed) {
      const reason = replaceNode(process.title)
      if (reason) console.error(`The app is served inside Node: ${reason}`)
    }

    // Build the app first, since that may take time or fail. Nothing listens until it is ready, so no request arrives
    // too early, and a failure is a failed start with its reason in the log.
    let app
    onStop(() => (app ? app.stop() : process.exit(0)))
    app = await Server.build()

    // Then listen: on Passenger's socket, on LiteSpeed's (which replaces any address by its own socket), or on PORT.
    const serving = passenger
      ? await handOver(app, 'passenger', () => passenger.options.socket_path)
      : isLiteSpeed
        ? await handOver(app, 3000)
        : { ended: app.listen() }
    started = true
    await serving.ended
    process.exit(0)
  } catch (error) {
    fail(started ? 'failed while serving' : 'did not start', error)
  }
}

/** `node app.js run <task>`: runs a task with the app's state, and exits with its code. */
async function runTask(name, args) {
  try {
    const { TaskRunner } = loadAddon()
    const runner = new TaskRunner()
    onStop(() => runner.stop())
    process.exit(await runner.run(name, args))
  } catch (error) {
    fail('did not start', error, 125)
  }
}

function fail(what, error, code = 1) {
  console.error(`The app ${what}: ${error.message}`)
  process.exit(code)
}

function loadAddon() {
  try {
    return require(process.env.ADDON || './app.node')
  } catch (error) {
    const [reason] = error.message.split('\n')
    throw new Error(`the Rust addon cannot be loaded (npm run build makes it): ${reason}`)
  }
}

/** Lets Node open the socket and hands its descriptor to Rust in the same tick. Resolves once it is served. */
function handOver(app, address, socketPath = () => undefined) {
  const server = http.createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      try {
        resolve({ ended: adopt(app, server, socketPath()) })
      } catch (error) {
        reject(error)
      }
    })
  })
}

function adopt(app, server, path) {
  const fd = server._handle?.fd ?? (path ? undefined : 0) // LiteSpeed's socket is always descriptor 0
  if (fd === undefined) {
    // This Node does not expose the descriptor: free the path and bind it again immediately.
    server.close()
    return app.bind(path)
  }
  // Closing Node's server also unlinks its path, so move the file aside: it stays the same socket, with the same queue.
  if (path) fs.renameSync(path, `${path}.moved`)
  const ended = app.adopt(fd)
  server.close()
  if (path) fs.renameSync(`${path}.moved`, path)
  return ended
}

/** Shuts down gracefully on the first signal or Passenger's `exit`; a second signal ends the process immediately. */
function onStop(stopApp) {
  const stop = () => {
    // Rust enforces its own time limit, unless blocking handlers occupy all of its threads. This thread is free.
    setTimeout(() => process.exit(0), stopApp() * 1000 + 2000).unref()
  }
  let first
  const onSignal = () => {
    first ??= Date.now()
    // npm forwards the Ctrl-C that the terminal has already sent here: within 300 ms it still counts as the first.
    if (Date.now() - first > 300) process.exit(1)
    stop()
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  if (passenger) passenger.on('exit', stop)
}

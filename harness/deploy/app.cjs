// Stand-in for a project's start file, addon and launcher: listens on Passenger's socket; answers GET /health with name, version and
// process; finishes requests in flight on Passenger's 'exit' or SIGTERM. It stays in Node, and only says that it does not where the
// real one would leave it. Like the host crate, it holds a lock on its mark in the release while it lives.
const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const http = require('node:http')
const path = require('node:path')

const { name, version, trouble } = require('./package.json')
const passenger = global.PhusionPassenger
const isLive = !process.cwd().endsWith('/.deploy/root')
const hasTrouble = (kind) => trouble === kind || (isLive && trouble === `${kind} once live`)
if (hasTrouble('start')) {
  console.error('The app did not start: no database')
  process.exit(1)
}

const folder = path.join(__dirname, '.deploy')
const way =
  process.env.O2SWITCH_PROCESS || (fs.existsSync(`${folder}/process`) && fs.readFileSync(`${folder}/process`, 'utf8'))
const stays = way !== 'rust' || hasTrouble('rust')
if (way === 'rust' && stays) console.error('The app is served inside Node: the launcher cannot run: no such library')

// The lock belongs to the open file, which flock(1) has from this process: it outlives flock, and ends with this process.
const mark = path.join(folder, `running-${process.pid}`)
const lock = fs.openSync(`${mark}.new`, 'w')
spawnSync('flock', ['-x', '3'], { stdio: ['ignore', 'ignore', 'inherit', lock] })
fs.renameSync(`${mark}.new`, mark)
process.on('exit', (code) =>
  code === 0 ? fs.unlinkSync(mark) : fs.renameSync(mark, path.join(folder, `fallen-${process.pid}`)),
)

let healthChecks = 0
const server = http.createServer((request, response) => {
  if (!request.url.split('?')[0].endsWith('/health')) return response.end('Hello from Rust!\n')
  healthChecks++
  if (hasTrouble('crash'))
    response.on('finish', () =>
      setImmediate(() => {
        throw new Error('The app has crashed')
      }),
    )
  if (hasTrouble('killed') && healthChecks === 2) response.on('finish', () => process.kill(process.pid, 'SIGKILL'))
  response.setHeader('content-type', 'application/json')
  if (hasTrouble('health')) response.statusCode = 500
  const health = { status: 'ok', name, version, process: stays ? 'node' : 'rust', pid: process.pid }
  response.end(JSON.stringify({ ...health, ...(hasTrouble('version') ? { version: '0.0.1' } : {}) }))
})
const stop = () => setTimeout(() => server.close(() => process.exit(0)), 100)
process.on('SIGTERM', stop)
passenger.configure({ autoInstall: false })
passenger.on('exit', stop)
server.listen('passenger')

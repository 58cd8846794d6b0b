// Stand-in for a project's start file and addon: listens on Passenger's socket, or else on PORT, and then prints "Listening on
// http://…"; answers GET /health with name and version; finishes requests in flight on Passenger's 'exit' or SIGTERM.
const http = require('node:http')

const { name, version, trouble } = require('./package.json')
const passenger = global.PhusionPassenger
const hasTrouble = (kind) => trouble === kind || (passenger && trouble === `${kind} under Passenger`)
if (hasTrouble('start')) {
  console.error('The app did not start: no database')
  process.exit(1)
}

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
  response.end(
    JSON.stringify({ status: 'ok', name, version: hasTrouble('version') ? '0.0.1' : version, pid: process.pid }),
  )
})
const stop = () => setTimeout(() => server.close(() => process.exit(0)), 100)
process.on('SIGTERM', stop)
if (passenger) {
  passenger.configure({ autoInstall: false })
  passenger.on('exit', stop)
  server.listen('passenger')
} else {
  server.listen(process.env.PORT, '127.0.0.1', () =>
    console.log(`Listening on http://127.0.0.1:${server.address().port}`),
  )
}

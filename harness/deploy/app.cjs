// Stands for the start file and addon of templates/base (app.js, src/lib.rs): Passenger's socket, or else PORT and a line
// "Listening on http://…"; GET /health with name and version; on Passenger's 'exit' or SIGTERM, what is in flight ends first.
const http = require('node:http')

const { name, version, trouble } = require('./package.json')
const passenger = global.PhusionPassenger
const troubled = (kind) => trouble === kind || (passenger && trouble === `${kind} under Passenger`)
if (troubled('start')) {
  console.error('The app did not start: no database')
  process.exit(1)
}

let asked = 0
const server = http.createServer((request, response) => {
  if (!request.url.split('?')[0].endsWith('/health')) return response.end('Hello from Rust!\n')
  asked++
  if (troubled('fall'))
    response.on('finish', () =>
      setImmediate(() => {
        throw new Error('The app has fallen')
      }),
    )
  if (troubled('killed') && asked === 2) response.on('finish', () => process.kill(process.pid, 'SIGKILL'))
  response.setHeader('content-type', 'application/json')
  if (troubled('health')) response.statusCode = 500
  response.end(
    JSON.stringify({ status: 'ok', name, version: troubled('version') ? '0.0.1' : version, pid: process.pid }),
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

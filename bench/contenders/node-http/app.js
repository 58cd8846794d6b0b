// Node's own http server, without a framework: the least that a Node app can do behind Passenger.
const http = require('node:http')

const routes = {
  'GET /': (_request, response) => {
    response.setHeader('content-type', 'text/plain; charset=utf-8')
    response.end('Hello from Rust!\n')
  },
  'POST /echo': (request, response) => {
    const pieces = []
    request.on('data', (piece) => pieces.push(piece))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(JSON.parse(Buffer.concat(pieces).toString())))
    })
  },
}

const server = http.createServer((request, response) => {
  const route = routes[`${request.method} ${request.url}`]
  if (route) return route(request, response)
  response.statusCode = 404
  response.end()
})
server.listen(3000)

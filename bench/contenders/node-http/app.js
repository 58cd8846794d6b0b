// Node's own http server, without a framework: the minimum that a Node app needs behind Passenger.
const http = require('node:http')

const routes = {
  'GET /': (_request, response) => {
    response.setHeader('content-type', 'text/plain; charset=utf-8')
    response.end('Hello from Rust!\n')
  },
  'POST /echo': (request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString())))
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

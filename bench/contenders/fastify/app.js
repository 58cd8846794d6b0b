// As Fastify's own guide has it: no logger, no plugins.
const fastify = require('fastify')()

fastify.get('/', async (_request, reply) => {
  reply.type('text/plain; charset=utf-8')
  return 'Hello from Rust!\n'
})

fastify.post('/echo', async (request) => request.body)

// Work for the processor: 100 KB of JSON, made anew for each request, and sent or not. cpu.ts has the same in Rust.
fastify.get('/items', async () => items())

fastify.get('/items/length', async () => String(JSON.stringify(items()).length))

const items = () => Array.from({ length: 1000 }, (_, id) => item(id))

function item(id) {
  return {
    id,
    name: `Item number ${id}`,
    stock: (id * 7919) % 1000,
    available: id % 3 > 0,
    tags: ['new', 'blue', 'small'],
  }
}

// For Passenger: localhost would be two addresses, and it takes one server alone.
fastify.listen({ path: 'passenger' })

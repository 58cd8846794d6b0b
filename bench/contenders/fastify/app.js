// As in Fastify's guide: no logger, no plugins.
const fastify = require('fastify')()

fastify.get('/', async (_request, reply) => {
  reply.type('text/plain; charset=utf-8')
  return 'Hello from Rust!\n'
})

fastify.post('/echo', async (request) => request.body)

// CPU-bound work: each request generates 100 KB of JSON and sends either that or its length. figures/cpu.ts does the same in Rust.
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

// For Passenger: localhost would be two addresses, and Passenger supports one server only.
fastify.listen({ path: 'passenger' })

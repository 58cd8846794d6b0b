import { once } from 'node:events'
import { createServer } from 'node:net'

// Below those that systems give to connections (from 32768 on Linux): none of theirs takes one before it is used.
const [first, last] = [10_000, 32_000]

/** Ports that nobody listens on now: bound at once to be all different, then freed. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, bind))
  return servers.map(({ server, port }) => {
    server.close()
    return port
  })
}

async function bind(): Promise<{ server: ReturnType<typeof createServer>; port: number }> {
  const port = first + Math.floor(Math.random() * (last - first))
  const server = createServer()
  try {
    const listening = once(server, 'listening')
    server.listen(port, '127.0.0.1')
    await listening
    return { server, port }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return bind()
    throw error
  }
}

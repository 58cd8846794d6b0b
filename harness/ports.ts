import { once } from 'node:events'
import { createServer } from 'node:net'

// Below the ephemeral ports (from 32768 on Linux), so that no outgoing connection takes one before it is used.
const [first, last] = [10_000, 32_000]

/** Ports that nothing listens on: all bound at the same time, so that they differ, then freed. */
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

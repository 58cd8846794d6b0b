import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

// Below the ephemeral ports (from 32768 on Linux), so that no outgoing connection takes one before it is used.
const [first, last] = [10_000, 32_000]

/** TCP ports of 127.0.0.1 that nothing listens on, and that no other caller gets as long as this process lives. */
export function freePorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, freePort))
}

async function freePort(): Promise<number> {
  const port = first + Math.floor(Math.random() * (last - first))
  return (await reserve(port)) && (await isFree(port)) ? port : freePort()
}

/**
 * Between the look at a port and its use, another test could get the same one. So the UDP port of the same number, which
 * nothing uses, is held until this process ends.
 */
async function reserve(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref()
  return hasBound(socket, () => socket.bind(port, '127.0.0.1'))
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const isBound = await hasBound(server, () => server.listen(port, '127.0.0.1'))
  if (isBound) await new Promise((resolve) => server.close(resolve))
  return isBound
}

async function hasBound(socket: NodeJS.EventEmitter, bind: () => void): Promise<boolean> {
  const listening = once(socket, 'listening')
  bind()
  try {
    await listening
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false
    throw error
  }
}

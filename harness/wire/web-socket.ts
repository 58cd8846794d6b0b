import { once } from 'node:events'
import { connect } from 'node:net'
import { until } from '../until.ts'

/** A close frame of a client without a reason, masked with zeros. */
const closeFrame = Buffer.from([0x88, 0x80, 0, 0, 0, 0])

/** A WebSocket as far as the tests need one, on a connection of our own, so that they see each byte. */
export interface WebSocket {
  /** Asks for the upgrade, and waits for the head of the response. */
  upgrade(): Promise<string>
  /** Waits for a frame that is as short as a close frame, and returns what has arrived since the head, in hexadecimal. */
  frame(): Promise<string>
  /** Sends a close frame, and nothing more. */
  sendClose(): void
  /** Resolves when the app has closed the connection. */
  readonly closed: Promise<unknown>
}

/** Connects to the app at `url`. */
export async function webSocket(url: string): Promise<WebSocket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received = Buffer.alloc(0)
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes])
  })
  const closed = new Promise((resolve) => socket.on('close', resolve).on('error', () => {}))
  await once(socket, 'connect')

  /** 3 as long as there is none. */
  const lengthOfHead = () => received.indexOf('\r\n\r\n') + 4
  return {
    closed,
    async upgrade() {
      const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='
      socket.write(`GET /socket HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`)
      await until(() => lengthOfHead() > 4, 'the response to the upgrade')
      return received.subarray(0, lengthOfHead()).toString()
    },
    async frame() {
      await until(() => received.length >= lengthOfHead() + 4, 'a frame')
      return received.subarray(lengthOfHead()).toString('hex')
    },
    sendClose() {
      socket.end(closeFrame)
    },
  }
}

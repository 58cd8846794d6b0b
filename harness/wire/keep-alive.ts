import { Agent, get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { codeOf } from '../../src/errors/system-errors.ts'

/** How a client ended: the app closed its connection after a response or while it was idle, or a request was lost. */
export type ClientEnd = 'closed after a response' | 'closed while idle' | `lost: ${string}`

/**
 * A client with one connection, which requests `url` again and again. It ends when the app says `Connection: close`, as a
 * client must then stop using it.
 */
export async function keepAliveClient(url: string, onAnswer: () => void): Promise<ClientEnd> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    for (;;) {
      const response = await request(url, agent)
      const body = await text(response)
      if (response.statusCode !== 200) return `lost: ${response.statusCode} ${body}`
      onAnswer()
      if (response.headers.connection === 'close') return 'closed after a response'
    }
  } catch (error) {
    // It had to connect again: the app had closed the connection while no request was on its way.
    if (codeOf(error) === 'ECONNREFUSED') return 'closed while idle'
    return `lost: ${error}`
  } finally {
    agent.destroy()
  }
}

function request(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, resolve).on('error', reject)
  })
}

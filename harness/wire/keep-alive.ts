import { Agent, get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { codeOf } from '../../src/errors/system-errors.ts'

/** Why a client stopped: the app closed its connection after a response or while it was idle, or a request was lost. */
export type ClientEnd = 'closed after a response' | 'closed while idle' | `lost: ${string}`

/** Requests `url` over one connection until the app closes it, or announces that with `Connection: close`. */
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
    // It failed to reconnect: the app had closed the connection while no request was in flight.
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

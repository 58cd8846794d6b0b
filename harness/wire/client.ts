import { type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** A request that is sent with these headers and `Connection: close` only. */
export interface WireRequest {
  readonly method?: string
  /** Includes the base path, and is sent unchanged. */
  readonly path: string
  readonly headers?: OutgoingHttpHeaders
  /** Sent with Content-Length, or chunked if the headers ask for it. */
  readonly body?: string
  /** Omits the Host header, which HTTP/1.1 requires. */
  readonly withoutHost?: boolean
}

export interface WireResponse {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends a request to an origin, such as `http://127.0.0.1:3000`, and waits for the whole response. */
export function send(origin: string, { method = 'GET', path, headers = {}, body, withoutHost }: WireRequest) {
  const { hostname, port } = new URL(origin)
  return new Promise<WireResponse>((resolve, reject) => {
    const length =
      body === undefined || headers['Transfer-Encoding'] ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const sent = request({
      hostname,
      port,
      method,
      path,
      headers: { ...length, ...headers },
      setHost: !withoutHost,
      agent: false,
    })
    let isAnswered = false
    sent.on('response', async (response) => {
      isAnswered = true
      const values = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
      resolve({
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(values),
        body: await text(response).catch(() => ''),
      })
    })
    // An app may answer before it has read a body that it rejects, and close the connection.
    sent.on('error', (error) => {
      if (!isAnswered) reject(error)
    })
    sent.end(body)
  })
}

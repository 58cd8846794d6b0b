import { once } from 'node:events'
import http from 'node:http'

/** A request to which all contenders answer with the same bytes. */
export interface Request {
  readonly path: string
  readonly method: 'GET' | 'POST'
  /** JSON. */
  readonly body?: string
}

export const hello: Request = { path: '/', method: 'GET' }

/** Its keys are in alphabetical order, as serde_json writes them. */
export const echo: Request = {
  path: '/echo',
  method: 'POST',
  body: JSON.stringify({
    available: true,
    id: 4711,
    name: 'Item number 4711',
    note: 'Été comme hiver',
    price: { amount: 1999, currency: 'EUR' },
    tags: ['new', 'blue', 'small'],
  }),
}

/** 100 KB of JSON, generated for each request. */
export const items: Request = { path: '/items', method: 'GET' }

/** The same work for the CPU with a short answer: the length of that JSON. */
export const itemsLength: Request = { path: '/items/length', method: 'GET' }

/** Where a contender listens. */
export type Address = { readonly url: string } | { readonly socket: string }

/** The body of the answer. Rejects unless its status is 200. */
export async function answer(address: Address, { path, method, body }: Request): Promise<string> {
  const to = 'url' in address ? new URL(address.url) : { socketPath: address.socket }
  const headers = body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}
  const options = 'socketPath' in to ? to : { host: to.hostname, port: to.port }
  const request = http.request({ ...options, path, method, headers, agent: false }).end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  if (response.statusCode !== 200) throw new Error(`${method} ${path}: ${response.statusCode}\n${text.slice(0, 2000)}`)
  return text
}

/** Rejects unless all answers are equal, since only equal work can be compared. */
export async function expectSameAnswers(addresses: readonly Address[], request: Request): Promise<void> {
  const [first, ...others] = await Promise.all(addresses.map((address) => answer(address, request)))
  const other = others.find((text) => text !== first)
  if (other !== undefined)
    throw new Error(`different answers to ${request.path}:\n${first?.slice(0, 500)}\n${other.slice(0, 500)}`)
}

import { once } from 'node:events'
import http from 'node:http'

/** A request that all contenders answer with the same bytes. */
export interface Request {
  readonly path: string
  readonly method: 'GET' | 'POST'
  /** JSON. */
  readonly body?: string
}

export const hello: Request = { path: '/', method: 'GET' }

/** With its keys in alphabetical order, in which serde_json keeps them: all answer with the same bytes. */
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

/** 100 KB of JSON, made anew for each request. */
export const items: Request = { path: '/items', method: 'GET' }

/** The same work for the processor with a short answer: how long that JSON is. */
export const itemsLength: Request = { path: '/items/length', method: 'GET' }

/** Where a contender listens. */
export type Place = { readonly url: string } | { readonly socket: string }

/** The body of the answer. Rejects if it is no 200. */
export async function answer(place: Place, { path, method, body }: Request): Promise<string> {
  const to = 'url' in place ? new URL(place.url) : { socketPath: place.socket }
  const headers = body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}
  const options = 'socketPath' in to ? to : { host: to.hostname, port: to.port }
  const request = http.request({ ...options, path, method, headers, agent: false }).end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  for await (const piece of response.setEncoding('utf8')) text += piece
  if (response.statusCode !== 200) throw new Error(`${method} ${path}: ${response.statusCode}\n${text.slice(0, 2000)}`)
  return text
}

/** What is compared must be the same: rejects unless each of the places gives the same answer. */
export async function sameAnswers(places: readonly Place[], request: Request): Promise<void> {
  const [first, ...others] = await Promise.all(places.map((place) => answer(place, request)))
  const other = others.find((text) => text !== first)
  if (other !== undefined)
    throw new Error(`${request.path} has two answers:\n${first?.slice(0, 500)}\n${other.slice(0, 500)}`)
}

import type { WireRequest, WireResponse } from './client.ts'

/** Where a row applies: on the app's own port, or behind Apache and Passenger. */
export type Place = 'port' | 'passenger'

/** A request and the response that every framework must give. */
export interface Row {
  readonly title: string
  /** Its path does not include the base path. */
  readonly request: WireRequest
  /** The same everywhere, or by place; the row does not apply to a missing place. */
  readonly response: Expected | Readonly<Partial<Record<Place, Expected>>>
}

export interface Expected {
  readonly status: number
  /** The exact value, a pattern, or null if the header must be missing. */
  readonly headers?: Readonly<Record<string, string | RegExp | null>>
  /** The exact body. */
  readonly body?: string
  /** Fields that the JSON body must have. */
  readonly json?: Readonly<Record<string, unknown>>
  /** The title of a problem document (RFC 9457). */
  readonly problem?: string
}

const json = { 'Content-Type': 'application/json' }
const tooLarge = JSON.stringify('x'.repeat(3 << 20))
const noInternals = /^(?!.*(serde|column|deserialize|axum|actix|warp|expected value))/is

export const rows: readonly Row[] = [
  { title: 'a route', request: { path: '/' }, response: { status: 200, body: 'Hello from Rust!\n' } },
  {
    title: 'HEAD on a GET route, as monitors send it',
    request: { method: 'HEAD', path: '/health' },
    response: { status: 200, body: '' },
  },
  {
    title: 'the health check',
    request: { path: '/health' },
    response: { status: 200, json: { status: 'ok', version: '0.1.0' } },
  },
  {
    title: 'a route with a query',
    request: { path: '/health?token=secret' },
    response: { status: 200, json: { status: 'ok' } },
  },
  { title: 'an unknown path', request: { path: '/nowhere' }, response: { status: 404, problem: 'Not Found' } },
  {
    title: 'a path with a slash at its end',
    request: { path: '/health/' },
    response: { status: 404, problem: 'Not Found' },
  },
  {
    title: 'a path with two slashes',
    request: { path: '//health' },
    response: {
      port: { status: 404, problem: 'Not Found' },
      passenger: { status: 200, json: { status: 'ok' } }, // Apache merges them: MergeSlashes
    },
  },
  {
    title: 'an unsupported method',
    request: { method: 'DELETE', path: '/health' },
    response: { status: 405, problem: 'Method Not Allowed', headers: { allow: /^GET, ?HEAD$/ } },
  },
  {
    title: 'an unsupported method on a path with only one',
    request: { path: '/echo' },
    response: { status: 405, problem: 'Method Not Allowed', headers: { allow: 'POST' } },
  },
  {
    title: 'a JSON body',
    request: { method: 'POST', path: '/echo', headers: json, body: '{"text":"déjà vu","list":[1,null]}' },
    response: { status: 200, json: { text: 'déjà vu', list: [1, null] } },
  },
  {
    title: 'a chunked JSON body',
    request: { method: 'POST', path: '/echo', headers: { ...json, 'Transfer-Encoding': 'chunked' }, body: '{"a":1}' },
    response: { status: 200, json: { a: 1 } },
  },
  {
    title: 'a Content-Type with a parameter',
    request: {
      method: 'POST',
      path: '/echo',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: '{}',
    },
    response: { status: 200, body: '{}' },
  },
  {
    title: 'a JSON body without a Content-Type',
    request: { method: 'POST', path: '/echo', body: '{}' },
    response: { status: 415, problem: 'Unsupported Media Type' },
  },
  {
    title: 'a JSON body with another Content-Type',
    request: { method: 'POST', path: '/echo', headers: { 'Content-Type': 'text/plain' }, body: '{}' },
    response: { status: 415, problem: 'Unsupported Media Type' },
  },
  {
    title: 'a malformed JSON body',
    request: { method: 'POST', path: '/echo', headers: json, body: '{' },
    response: { status: 400, problem: 'Bad Request' },
  },
  {
    title: 'a JSON body without the required fields',
    request: { method: 'POST', path: '/greetings', headers: json, body: '{}' },
    response: { status: 422, problem: 'Unprocessable Content' },
  },
  {
    title: 'a body that a handler rejects',
    request: { method: 'POST', path: '/greetings', headers: json, body: '{"name":" "}' },
    response: { status: 422, problem: 'Unprocessable Content', json: { detail: 'name must not be empty' } },
  },
  {
    title: 'a body that is too large',
    request: { method: 'POST', path: '/echo', headers: json, body: tooLarge },
    response: { status: 413, problem: 'Content Too Large' },
  },
  {
    title: 'a chunked body that is too large',
    request: { method: 'POST', path: '/echo', headers: { ...json, 'Transfer-Encoding': 'chunked' }, body: tooLarge },
    response: { status: 413, problem: 'Content Too Large' },
  },
  {
    title: 'a request id',
    request: { path: '/health', headers: { 'X-Request-Id': 'abc-1' } },
    response: { status: 200, headers: { 'x-request-id': 'abc-1' } },
  },
  {
    title: 'a request id that could forge a log line',
    request: { path: '/health', headers: { 'X-Request-Id': 'a b' } },
    response: { status: 200, headers: { 'x-request-id': /^[0-9a-f]{16}$/ } },
  },
  {
    title: 'a cross-origin request when no origin is allowed',
    request: { path: '/health', headers: { Origin: 'https://app.example' } },
    response: { status: 200, headers: { 'access-control-allow-origin': null } },
  },
  {
    title: 'HTTP/1.1 without Host',
    request: { path: '/health', withoutHost: true },
    response: {
      port: { status: 400 }, // in actix-web, without a body: its parser rejects it
      passenger: { status: 400, headers: { 'content-type': /^text\/html/ } }, // from Apache itself
    },
  },
]

/** The expected response at a place; undefined if the row does not apply there. */
export function expectedAt(place: Place, { response }: Row): Expected | undefined {
  return 'status' in response ? response : response[place]
}

/** How a response differs from the expected one; empty if it does not. */
export function differences(expected: Expected, { status, headers, body }: WireResponse): string[] {
  const found: string[] = []
  if (status !== expected.status) found.push(`status ${status}, not ${expected.status}`)
  for (const [name, value] of Object.entries(expected.headers ?? {}))
    if (!matches(value, headers[name])) found.push(`${name}: ${headers[name]}, not ${value}`)
  if (expected.body !== undefined && body !== expected.body) found.push(`body ${body}, not ${expected.body}`)
  const fields = { ...expected.json, ...(expected.problem ? { title: expected.problem, status: expected.status } : {}) }
  const actual = Object.keys(fields).length > 0 ? parseJson(body) : {}
  for (const [name, value] of Object.entries(fields))
    if (JSON.stringify(actual[name]) !== JSON.stringify(value))
      found.push(`${name} is ${JSON.stringify(actual[name])} in ${body}`)
  if (expected.problem) {
    if (headers['content-type'] !== 'application/problem+json') found.push(`content-type: ${headers['content-type']}`)
    if (!noInternals.test(body)) found.push(`internals of a library: ${body}`)
  }
  return found
}

function matches(expected: string | RegExp | null, actual: string | undefined): boolean {
  if (expected === null) return actual === undefined
  return typeof expected === 'string' ? actual === expected : expected.test(actual ?? '')
}

function parseJson(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}

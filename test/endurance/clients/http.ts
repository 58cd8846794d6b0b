export interface Answer {
  readonly status: number
  readonly body: string
  /** The server announces that it closes the connection: Apache does after each 500. */
  readonly last: boolean
}

/** A request as it is sent, and the answer that it must get. */
export interface Exchange {
  readonly send: string
  readonly status: number
  readonly body: string
}

/** A request as it is sent. `body` is ASCII JSON. */
export function requestText(method: string, path: string, body = ''): string {
  const content = body && `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  return `${method} ${path} HTTP/1.1\r\nHost: endurance\r\n${content}\r\n${body}`
}

export const hello: Exchange = { send: requestText('GET', '/'), status: 200, body: 'Hello from Rust!\n' }

/** What the probe's hello is while there is a file `panics` in the app root. */
export const panic: Exchange = {
  send: requestText('GET', '/'),
  status: 500,
  body: '{"title":"Internal Server Error","status":500,"detail":"The log of the server has the reason."}',
}

/** The complete answers at the start of `text`, and what follows them. The body's length is taken from Content-Length alone. */
export function readAnswers(text: string): { readonly answers: readonly Answer[]; readonly rest: string } {
  const answers: Answer[] = []
  let rest = text
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return { answers, rest }
    const head = rest.slice(0, end)
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
    const next = end + 4 + length
    if (rest.length < next) return { answers, rest }
    const last = /^connection: close/im.test(head)
    answers.push({ status: Number(head.slice(9, 12)), body: rest.slice(end + 4, next), last })
    rest = rest.slice(next)
  }
}

/** The outcome of an exchange that was answered: the status, or `wrong body`. */
export function outcomeOf({ status, body }: Answer, expected: Exchange): string {
  return status === expected.status && body !== expected.body ? 'wrong body' : String(status)
}

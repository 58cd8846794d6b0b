import { connect, type NetConnectOpts, type Socket } from 'node:net'

/** Where to send requests: a Unix socket, or a port of this machine. */
export type Target = UnixSocket | Port

export type UnixSocket = { readonly path: string }
export type Port = { readonly port: number }

export interface Answer {
  readonly status: number
  readonly body: string
  /** The server says that it ends the connection: Apache does, after each 500. */
  readonly last: boolean
}

/** The answers in `text`, as far as they are whole, and where the rest begins. Knows those with a Content-Length. */
export function readAnswers(text: string): { readonly answers: readonly Answer[]; readonly rest: string } {
  const answers: Answer[] = []
  let rest = text
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return { answers, rest }
    const head = rest.slice(0, end)
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
    const next = end + 4 + length
    const last = /^connection: close/im.test(head)
    if (rest.length < next) return { answers, rest }
    answers.push({ status: Number(head.slice(9, 12)), body: rest.slice(end + 4, next), last })
    rest = rest.slice(next)
  }
}

/** A request as it goes over the wire. */
export function request(method: string, path: string, body = ''): string {
  const content = body && `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  return `${method} ${path} HTTP/1.1\r\nHost: soak\r\n${content}\r\n${body}`
}

/** How requests ended, and how many ended so: a status, `wrong body`, or an error's name. */
export type Outcomes = Record<string, number>

/** In a form that one reads and compares: `200 × 1000, 500 × 3`. */
export function shown(outcomes: Outcomes): string {
  const entries = Object.entries(outcomes).sort(([one], [other]) => one.localeCompare(other))
  return entries.map(([outcome, count]) => `${outcome} × ${count}`).join(', ') || 'none'
}

/** A request, and the answer that it must have. */
export interface Exchange {
  readonly send: string
  readonly status: number
  readonly body: string
}

/**
 * Sends `count` requests, one exchange after the other in turn, over `clients` connections that are kept open, each the
 * next when its last one has been answered. A connection that the server closes is counted and opened again.
 */
export async function sendMany(
  target: Target,
  exchanges: readonly Exchange[],
  count: number,
  clients = 16,
): Promise<Outcomes> {
  const outcomes: Outcomes = {}
  let left = count
  const take = () => (left > 0 ? exchanges[left-- % exchanges.length] : undefined)
  const add = (outcome: string) => {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }
  await Promise.all(Array.from({ length: clients }, () => keepSending(target, take, add)))
  return outcomes
}

async function keepSending(
  target: Target,
  take: () => Exchange | undefined,
  add: (outcome: string) => void,
): Promise<void> {
  for (let next = take(); next; next = take()) await overOneConnection(target, next, take, add)
}

/** Sends `first` and those after it; resolves when the connection has ended, whoever has ended it. */
function overOneConnection(
  target: Target,
  first: Exchange,
  take: () => Exchange | undefined,
  add: (outcome: string) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const socket = openSocket(target).setEncoding('latin1')
    let pending: Exchange | undefined = first
    let text = ''
    let end = 'closed'
    // Apache waits a minute for an app that died while it read a body.
    socket.setTimeout(20_000, () => {
      end = 'no answer'
      socket.destroy()
    })
    socket.on('connect', () => socket.write(first.send, 'latin1'))
    socket.on('data', (piece: string) => {
      const { answers, rest } = readAnswers(text + piece)
      text = rest
      const [answer] = answers
      if (!answer || !pending) return
      add(answer.status === pending.status && answer.body !== pending.body ? 'wrong body' : String(answer.status))
      pending = answer.last ? undefined : take()
      if (pending) socket.write(pending.send, 'latin1')
      else socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end = error.code ?? error.message
    })
    socket.on('close', () => {
      if (pending) add(end)
      resolve()
    })
  })
}

/** Writes `text` and gives all that comes back until the server closes, or until nothing has come for `patience` ms. */
export function exchange(target: Target, text: string, patience = 3000): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve) => {
    const socket = openSocket(target)
    let got = ''
    const end = (closed: boolean) => {
      resolve({ text: got, closed })
      socket.destroy()
    }
    socket.setTimeout(patience, () => end(false))
    socket.on('data', (piece) => {
      got += piece.toString('latin1')
    })
    socket.on('close', () => end(true))
    socket.on('connect', () => socket.write(text, 'latin1'))
  })
}

/** A connection whose errors are its closing. What is not read by a listener is thrown away. */
export function openSocket(target: Target): Socket {
  return connect(options(target)).on('error', () => {})
}

function options(target: Target): NetConnectOpts {
  return 'path' in target ? { path: target.path } : { port: target.port, host: '127.0.0.1' }
}

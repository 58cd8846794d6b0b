import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { exchange, openSocket, readAnswers, request, type Target } from '../requests.ts'

/** What one kind of hostile client does, how often at once, and what it should get. */
export interface Attack {
  readonly title: string
  readonly clients: number
  readonly expected: string
  /** Resolves to what one client got: `expected`, or something else. */
  run(target: Target): Promise<string>
}

const json = 'Content-Type: application/json\r\n'
const post = `POST /echo HTTP/1.1\r\nHost: soak\r\n${json}`

/** The longest that a server may wait for the end of a request's head. */
const headPatience = 45_000

/** A request that must not be answered as if it were well formed. */
function refused(title: string, text: string, clients = 20): Attack {
  return {
    title,
    clients,
    expected: 'refused',
    async run(target) {
      const { text: got, closed } = await exchange(target, text)
      const statuses = statusesOf(got)
      if (statuses.length > 1) return `answered ${statuses.join(' and ')}`
      if (statuses.length === 0) return closed ? 'refused' : 'left open'
      return /^[45]/.test(statuses.join()) ? 'refused' : `answered ${statuses.join()}`
    },
  }
}

function closing(socket: Socket): Promise<'closed'> {
  return new Promise((resolve) => socket.once('close', () => resolve('closed')))
}

export function statusesOf(text: string): string[] {
  return [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => status as string)
}

export const attacks: readonly Attack[] = [
  {
    title: 'heads that never end, a byte now and then',
    clients: 100,
    expected: 'closed within 45 s',
    async run(target) {
      const socket = openSocket(target).resume()
      socket.write('GET / HTTP/1.1\r\nHost: soak\r\nX: ')
      const drip = setInterval(() => socket.write('x'), 500)
      const closed = await Promise.race([closing(socket), sleep(headPatience, 'open', { ref: false })])
      clearInterval(drip)
      socket.destroy()
      return closed === 'open' ? 'still open after 45 s' : 'closed within 45 s'
    },
  },
  {
    title: 'bodies that never end, a byte now and then',
    clients: 100,
    expected: 'no 200',
    async run(target) {
      const socket = openSocket(target)
      let got = ''
      socket.on('data', (piece) => {
        got += piece.toString('latin1')
      })
      socket.write(`${post}Content-Length: 1000\r\n\r\n`)
      for (let byte = 0; byte < 10; byte++) {
        socket.write(' ')
        await sleep(500)
      }
      socket.destroy()
      return statusesOf(got).includes('200') ? 'a 200' : 'no 200'
    },
  },
  {
    title: 'a chunk extension of 1 MB, without an end',
    clients: 4,
    expected: 'no 200',
    async run(target) {
      const { text } = await exchange(target, `${post}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(1e6)}`)
      return statusesOf(text).includes('200') ? 'a 200' : 'no 200'
    },
  },
  {
    title: 'a Content-Length of 10 GB, and 3 MB of it',
    clients: 10,
    expected: 'refused',
    async run(target) {
      const { text, closed } = await exchange(target, `${post}Content-Length: 10000000000\r\n\r\n${' '.repeat(3e6)}`)
      const statuses = statusesOf(text).join()
      return /^4\d\d$/.test(statuses) || (closed && statuses === '') ? 'refused' : statuses || 'left open'
    },
  },
  ...[
    { what: 'the request', text: request('GET', '/'), expected: /^(200)?$/ },
    { what: 'half of a head', text: 'GET / HTTP/1.1\r\nHo', expected: /^(4\d\d)?$/ },
    { what: 'half of a body', text: `${post}Content-Length: 1000\r\n\r\n{`, expected: /^([45]\d\d)?$/ },
  ].map(({ what, text, expected }) => ({
    title: `half-closed after ${what}`,
    clients: 50,
    expected: 'closed',
    async run(target: Target) {
      const socket = openSocket(target)
      let got = ''
      socket.on('data', (piece) => {
        got += piece.toString('latin1')
      })
      socket.end(text)
      const closed = await Promise.race([closing(socket), sleep(10_000, 'open', { ref: false })])
      socket.destroy()
      if (closed === 'open') return 'left open'
      const statuses = statusesOf(got).join()
      return expected.test(statuses) ? 'closed' : `answered ${statuses}`
    },
  })),
  refused('heads of 10 MB, in one line', `GET / HTTP/1.1\r\nHost: soak\r\nX: ${'x'.repeat(10_000_000)}\r\n\r\n`, 4),
  refused(
    'heads of 10 MB, in 100,000 lines',
    `GET / HTTP/1.1\r\nHost: soak\r\n${`X: ${'x'.repeat(95)}\r\n`.repeat(100_000)}\r\n`,
    4,
  ),
  refused('a URL of 10 MB', `GET /${'x'.repeat(10_000_000)} HTTP/1.1\r\nHost: soak\r\n\r\n`, 4),
  refused('no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'),
  refused('Content-Length: abc', `${post}Content-Length: abc\r\n\r\n{}`),
  refused('Content-Length: -1', `${post}Content-Length: -1\r\n\r\n{}`),
  refused('Content-Length: +2', `${post}Content-Length: +2\r\n\r\n{}`),
  refused('Content-Length over 64 bits', `${post}Content-Length: 99999999999999999999999\r\n\r\n{}`),
  refused('two Content-Lengths that differ', `${post}Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}`),
  refused('a chunk size that is none', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
  refused(
    'a chunk size over 64 bits',
    `${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
  ),
  refused('a chunk without its end', `${post}Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n`),
  refused('chunked, then something else', `${post}Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
  refused('a Transfer-Encoding that nobody knows', `${post}Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
  refused('a space before the colon', `${post}Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
  {
    title: '50 requests in one piece',
    clients: 20,
    expected: '50 answers, in order',
    async run(target) {
      const bodies = Array.from({ length: 50 }, (_, index) => JSON.stringify({ index }))
      const { text } = await exchange(target, bodies.map((body) => request('POST', '/echo', body)).join(''))
      const { answers } = readAnswers(text)
      const inOrder = answers.every((answer, index) => answer.status === 200 && answer.body === bodies[index])
      return `${answers.length} answers, ${inOrder ? 'in order' : 'not in order'}`
    },
  },
]

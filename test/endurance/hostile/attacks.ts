import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { readAnswers, requestText } from '../clients/http.ts'
import { openSocket, sendRaw, type Target } from '../clients/target.ts'
import { type Attack, post, statusesIn } from './attack.ts'
import { malformed } from './malformed.ts'

export const attacks: readonly Attack[] = [
  {
    title: 'headers that never end, a byte now and then',
    clients: 100,
    expected: 'closed within 45 s',
    slow: true,
    async run(target) {
      const socket = openSocket(target).resume()
      socket.write('GET / HTTP/1.1\r\nHost: endurance\r\nX: ')
      const drip = setInterval(() => socket.write('x'), 500)
      const closed = await closesWithin(socket, 45_000)
      clearInterval(drip)
      socket.destroy()
      return closed ? 'closed within 45 s' : 'still open after 45 s'
    },
  },
  {
    title: 'bodies that never end, a byte now and then',
    clients: 100,
    expected: 'no 200',
    async run(target) {
      const socket = openSocket(target)
      const received = collect(socket)
      socket.write(`${post}Content-Length: 1000\r\n\r\n`)
      for (let byte = 0; byte < 10; byte++) {
        socket.write(' ')
        await sleep(500)
      }
      socket.destroy()
      return statusesIn(received()).includes('200') ? 'a 200' : 'no 200'
    },
  },
  {
    title: 'a chunk extension of 1 MB without an end',
    clients: 4,
    expected: 'no 200',
    async run(target) {
      const { text } = await sendRaw(target, `${post}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(1e6)}`)
      return statusesIn(text).includes('200') ? 'a 200' : 'no 200'
    },
  },
  {
    title: 'a Content-Length of 10 GB, and 3 MB of it',
    clients: 10,
    expected: 'rejected',
    async run(target) {
      const { text, closed } = await sendRaw(target, `${post}Content-Length: 10000000000\r\n\r\n${' '.repeat(3e6)}`)
      const statuses = statusesIn(text).join()
      return /^4\d\d$/.test(statuses) || (closed && statuses === '') ? 'rejected' : statuses || 'left open'
    },
  },
  halfClosed('the request', requestText('GET', '/'), /^(200)?$/),
  halfClosed('half of the headers', 'GET / HTTP/1.1\r\nHo', /^(4\d\d)?$/),
  halfClosed('half of the body', `${post}Content-Length: 1000\r\n\r\n{`, /^([45]\d\d)?$/),
  ...malformed,
  {
    title: '50 pipelined requests',
    clients: 20,
    expected: '50 answers, in order',
    async run(target) {
      const bodies = Array.from({ length: 50 }, (_, index) => JSON.stringify({ index }))
      const { text } = await sendRaw(target, bodies.map((body) => requestText('POST', '/echo', body)).join(''))
      const { answers } = readAnswers(text)
      const inOrder = answers.every((answer, index) => answer.status === 200 && answer.body === bodies[index])
      return `${answers.length} answers, ${inOrder ? 'in order' : 'not in order'}`
    },
  },
]

/** The client sends `text` and then closes its side; the server must close the other one. */
function halfClosed(what: string, text: string, allowedStatus: RegExp): Attack {
  return {
    title: `half-closed after ${what}`,
    clients: 50,
    expected: 'closed',
    async run(target: Target) {
      const socket = openSocket(target)
      const received = collect(socket)
      socket.end(text)
      const closed = await closesWithin(socket, 10_000)
      socket.destroy()
      if (!closed) return 'left open'
      const statuses = statusesIn(received()).join()
      return allowedStatus.test(statuses) ? 'closed' : `answered ${statuses}`
    },
  }
}

function collect(socket: Socket): () => string {
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
  })
  return () => received
}

function closesWithin(socket: Socket, ms: number): Promise<boolean> {
  const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)))
  return Promise.race([closed, sleep(ms, false, { ref: false })])
}

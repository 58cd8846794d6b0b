import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { execa } from 'execa'

/** A registry on this machine. `await using` closes it. */
export interface Registry {
  /** With the slash at its end that package managers expect. */
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}

type Package = {
  readonly manifest: { readonly name: string; readonly version: string }
  readonly file: string
  readonly content: Buffer
}

/**
 * Serves packed tarballs as if they had been published, and redirects requests for other packages to the registry that
 * this machine uses.
 *
 * It implements the part of npm's package metadata API that package managers read: `GET /<name>` answers with the
 * package's document (`dist-tags`, and for each version its manifest with `dist.tarball` and
 * `dist.integrity`), and `dist.tarball` with the packed file. Nothing can be published or searched.
 */
export async function startRegistry(tarballs: readonly string[]): Promise<Registry> {
  const [packages, upstream] = await Promise.all([Promise.all(tarballs.map(readPackage)), upstreamRegistry()])
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}/`
    const asked = decodeURIComponent(request.url ?? '/').slice(1)
    const found = packages.find(
      ({ manifest, file }) => asked === manifest.name || asked === tarballPath(manifest, file),
    )
    if (!found) response.writeHead(307, { location: new URL(request.url?.slice(1) ?? '', upstream).href }).end()
    else if (asked === found.manifest.name) sendJson(response, document(found, url))
    else response.setHeader('content-type', 'application/octet-stream').end(found.content)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () => close(server),
  }
}

async function readPackage(tarball: string): Promise<Package> {
  const { stdout } = await execa('tar', ['-xzOf', tarball, 'package/package.json'])
  return { manifest: JSON.parse(stdout), file: path.basename(tarball), content: await readFile(tarball) }
}

/** The registry that the user's package manager would use: npm knows every place where it can be set. */
async function upstreamRegistry(): Promise<string> {
  const { stdout } = await execa('npm', ['config', 'get', 'registry'])
  return stdout.endsWith('/') ? stdout : `${stdout}/`
}

function tarballPath({ name }: Package['manifest'], file: string): string {
  return `${name}/-/${file}`
}

/** Published long ago, since some package managers do not install versions younger than a day or a week. */
function document({ manifest, file, content }: Package, url: string): unknown {
  const { name, version } = manifest
  const published = '2024-01-01T00:00:00.000Z'
  const dist = {
    tarball: `${url}${tarballPath(manifest, file)}`,
    integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
    shasum: createHash('sha1').update(content).digest('hex'),
  }
  return {
    _id: name,
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
    time: { created: published, modified: published, [version]: published },
  }
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

import { once } from 'node:events'
import { cpSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { chownToAppUser } from '../../harness/deploy/account.ts'
import { liveVersion, putOnline, startOnline } from '../../harness/deploy/online.ts'
import { holdCommand } from '../../harness/deploy/steps.ts'
import { until } from '../../harness/until.ts'

/** Starts a server between the deploy and the site; returns its URL. */
async function startFrontServer(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const front = createServer(answer).listen(0, '127.0.0.1')
  await once(front, 'listening')
  onTestFinished(() => {
    front.closeAllConnections()
    front.close()
  })
  return `http://127.0.0.1:${(front.address() as AddressInfo).port}`
}

test('a URL that redirects is rejected before anything is changed, and the error names the right one', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const front = await startFrontServer(({ url: asked }, response) =>
    response.writeHead(301, { location: `https://www.example.org${asked}` }).end(),
  )
  const { exitCode, stderr } = await project.deploy([], { O2SWITCH_URL: `${front}/api` })
  expect([exitCode, stderr]).toEqual([
    7,
    expect.stringContaining('/api redirects to https://www.example.org/api.\n  Set O2SWITCH_URL'),
  ])
  expect(readdirSync(account.root)).not.toContain('releases')
  expect(await (await fetch(url)).text()).toBe('It works!\n')
})

test('a deploy succeeds behind a cache that serves old responses', async () => {
  await using online = await putOnline()
  const { project, url } = online
  const kept = new Map<string, string>()
  // Caches by full URL, as most do, and at first serves the old version for any URL, as some do.
  const stale = await (await fetch(`${url}/health`)).text()
  let requests = 0
  const front = await startFrontServer(async (request, response) => {
    const key = String(request.url)
    const fresh = async () => await (await fetch(url + key)).text()
    requests++
    const body = kept.get(key) ?? (requests < 15 ? stale : await fresh())
    kept.set(key, body)
    response.setHeader('content-type', 'application/json').end(body)
  })
  project.bundle('0.2.0')
  const { exitCode, stderr } = await project.deploy([], { O2SWITCH_URL: front })
  expect(exitCode, stderr).toBe(0)
  expect(await liveVersion(url)).toBe('0.2.0')
})

test('a release on a password-protected site is rolled back, and the error says why', async () => {
  await using online = await putOnline()
  const { project, url } = online
  const front = await startFrontServer((_, response) =>
    response.writeHead(401, { 'www-authenticate': 'Basic' }).end('Who?'),
  )
  project.bundle('0.2.0')
  const { exitCode, stderr } = await project.deploy([], { O2SWITCH_URL: front })
  expect([exitCode, stderr]).toEqual([
    5,
    expect.stringContaining('/health answers 401 Who? (is the site behind a password?'),
  ])
  expect(await liveVersion(url)).toBe('0.1.0')
})

test('a rollback does not replace a release that another deploy has made live in the meantime', async () => {
  await using online = await putOnline()
  const { account, project, url } = online
  project.bundle('0.2.0', 'health once live')
  const releases = path.join(account.root, 'releases')
  const held = holdCommand(account, 'switch', 2) // the first makes the release live
  const running = project.start()
  await until(held.reached, 'the rollback')
  // As if another deploy ran after this one had lost its connection, and with it the lock.
  const [mine] = readdirSync(releases).filter((id) => id.endsWith('-0.1.0')) as [string]
  const theirs = '20990101-000000-0.3.0'
  cpSync(path.join(releases, mine), path.join(releases, theirs), { recursive: true })
  writeFileSync(path.join(releases, theirs, 'package.json'), '{ "name": "my-api", "version": "0.3.0" }')
  chownToAppUser(releases)
  rmSync(path.join(account.root, 'current'))
  symlinkSync(`releases/${theirs}`, path.join(account.root, 'current'))
  held.resume()
  const { exitCode, stderr } = await running.result
  expect(exitCode, stderr).toBe(6)
  expect(stderr).toContain(
    `0.1.0 could not be put back. On the host: ${theirs} is live now: another deploy was at work.`,
  )
  expect(readlinkSync(path.join(account.root, 'current'))).toBe(`releases/${theirs}`)
  expect(await liveVersion(url)).toBeTypeOf('string')
})

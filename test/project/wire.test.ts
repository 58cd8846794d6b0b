import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { type App, startApp } from '../../harness/project/app.ts'
import { frameworks, probeBinaryOf, probeOf } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'
import { send } from '../../harness/wire/client.ts'
import { differences, expectedAt, rows } from '../../harness/wire/table.ts'

describe.each(frameworks)('%s on a port', (framework) => {
  describe.each(['', '/my/api', '/v1@x', '/é/{id}'])('mounted at "%s"', (base) => {
    test('answers every request in the table as expected', async () => {
      const { origin } = await start(framework, base ? { PASSENGER_BASE_URI: base } : {})
      for (const row of rows) {
        const expected = expectedAt('port', row)
        if (!expected) continue
        const path = `${encodeURI(base)}${row.request.path}`
        const response = await send(origin, { ...row.request, path })
        expect(differences(expected, response), row.title).toEqual([])
      }
    })
  })

  test('answers only below its base path, and logs the other requests too', async () => {
    const { origin, app } = await start(framework, { PASSENGER_BASE_URI: '/my/api' })
    expect(await send(origin, { path: '/my/api' })).toMatchObject({ status: 200, body: 'Hello from Rust!\n' })
    for (const path of ['/', '/health', '/my/apis/health', '/my/api//health'])
      expect(differences({ status: 404, problem: 'Not Found' }, await send(origin, { path })), path).toEqual([])
    await logged(app, / INFO GET \/my\/apis\/health 404 \d+ ms\n/)
  })

  test('answers what is not HTTP with a 400 without a body, and closes the connection', async () => {
    const { origin } = await start(framework)
    const { hostname, port } = new URL(origin)
    const client = connect(Number(port), hostname)
    await once(client, 'connect')
    client.write('\x16\x03\x01 this is TLS\r\n\r\n')
    expect(await text(client)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*\r\n\r\n$/s)
  })

  test('answers a panic with a 500 that passes through the other middleware, and logs the request id', async () => {
    const { origin, root, app } = await start(framework, { CORS_ORIGINS: 'https://app.example, http://localhost:5173' })
    writeFileSync(path.join(root, 'panics'), '')
    const headers = { Origin: 'http://localhost:5173', 'X-Request-Id': 'panic-1' }
    const response = await send(origin, { path: '/', headers })
    const cors = { 'access-control-allow-origin': 'http://localhost:5173', 'x-request-id': 'panic-1' }
    expect(differences({ status: 500, problem: 'Internal Server Error', headers: cors }, response)).toEqual([])
    expect(response.body).not.toContain('asked to panic')
    rmSync(path.join(root, 'panics'))
    expect((await send(origin, { path: '/' })).status).toBe(200)
    await logged(app, /ERROR .*id=panic-1.*panicked at src\/probe\.rs:\d+:\d+: asked to panic\n/)
    await logged(app, / INFO .*id=panic-1.*GET \/ 500 \d+ ms\n/)
  })

  test('allows a preflight request from a configured origin only', async () => {
    const { origin } = await start(framework, { CORS_ORIGINS: 'https://app.example' })
    const preflight = (from: string) =>
      send(origin, {
        method: 'OPTIONS',
        path: '/greetings',
        headers: {
          Origin: from,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      })
    const { headers, status } = await preflight('https://app.example')
    expect(status).toBeLessThan(300)
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': expect.stringMatching(/content-type/i),
    })
    expect((await preflight('https://other.example')).headers['access-control-allow-origin']).toBe(undefined)
  })

  test('answers 408 if a body does not arrive in time', async () => {
    const { origin } = await start(framework, { BODY_SECONDS: '1' })
    const { hostname, port } = new URL(origin)
    const client = connect(Number(port), hostname)
    await once(client, 'connect')
    client.write(
      'POST /echo HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a"',
    )
    const response = await text(client)
    expect(response).toMatch(/^HTTP\/1\.1 408 /)
    expect(response).toContain('"title":"Request Timeout"')
  })

  test('answers 503 if a handler takes too long, but lets streams continue', async () => {
    const { origin, root } = await start(framework, { HANDLER_SECONDS: '1', STREAM_SECONDS: '2' })
    writeFileSync(path.join(root, 'waits'), '')
    const response = await send(origin, { path: '/' })
    expect(differences({ status: 503, problem: 'Service Unavailable' }, response)).toEqual([])
    const events = await send(origin, { path: '/events' })
    expect(events.headers['content-type']).toMatch(/^text\/event-stream/)
    expect(events.body).toMatch(/^(data: ?\d+\n\n){1,3}$/)
  })

  test('logs each request without its query, and why the framework rejected one', async () => {
    const { origin, app } = await start(framework, { LOG_LEVEL: 'debug' })
    await send(origin, { path: '/health?token=secret' })
    await send(origin, { method: 'POST', path: '/echo', headers: { 'Content-Type': 'application/json' }, body: '{' })
    await logged(app, / INFO request\{id=[0-9a-f]{16}\}: GET \/health 200 \d+ ms\n/)
    await logged(app, /DEBUG request\{id=[0-9a-f]{16}\}: .*\b400\b.*EOF/)
    expect(app.output.stderr).not.toContain('secret')
  })
})

/** Starts a framework's probe without Node. */
async function start(framework: string, env: Readonly<Record<string, string>> = {}) {
  const root = await temporaryAppRoot(probeOf(framework))
  const app = startApp([probeBinaryOf(framework)], root, env)
  return { app, root, origin: new URL(await app.url()).origin }
}

/** A separate thread writes the log, so a line may follow the response. */
function logged({ output }: App, line: RegExp): Promise<void> {
  return until(() => line.test(output.stderr), `${line} in the log`)
}

import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import path from 'node:path'
import { execa } from 'execa'
import { beforeAll, describe, expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { until } from '../support/passenger.ts'
import { cargoTarget, frameworks, layOut, probeOf } from '../support/projects.ts'

const lines = 'line 1\nline 2\nline 3\nline 4\nline 5\n'

describe.each(frameworks)('%s on a port', (framework) => {
  const binary = path.join(cargoTarget, 'debug', `probe-${framework}`)
  beforeAll(async () => {
    await execa('cargo', ['build', '--locked', '--bins', '--target-dir', cargoTarget], { cwd: probeOf(framework) })
  })

  describe.each([
    { by: 'node app.js', command: [process.execPath, 'app.js'] as const },
    { by: 'cargo run', command: [binary] as const },
  ])('started with $by', ({ command }) => {
    test('answers, and believes no header about the client', async () => {
      const url = await startApp(command, await layOut(probeOf(framework))).url()
      expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', name: `probe-${framework}` })
      const headers = { 'X-Forwarded-For': '198.51.100.1', '!~Passenger-Client-Address': '198.51.100.1' }
      const client = await (await fetch(`${url}/client`, { headers })).json()
      expect(client).toEqual({ address: '127.0.0.1', scheme: 'http' })
    })

    test.each(['SIGTERM', 'SIGINT'] as const)('at %s ends what is in flight and exits 0', async (signal) => {
      const app = startApp(command, await layOut(probeOf(framework)))
      const url = await app.url()
      const idle = await openConnection(url)
      const reader = await beginStream(url)
      app.child.kill(signal)
      expect(await rest(reader), 'the answer in flight').toBe(lines)
      expect(await app.ended).toBe(0)
      expect(app.said.stderr, 'an idle connection is not waited for').toBe('')
      idle.destroy()
    })

    test('a stop loses nobody who had connected by then', async () => {
      const app = startApp(command, await layOut(probeOf(framework)))
      const url = await app.url()
      // While the app stands still, connections wait in the socket's queue, with their requests, and the signal too.
      app.child.kill('SIGSTOP')
      const connections = await Promise.all(Array.from({ length: 50 }, () => openConnection(url)))
      const answers = connections.map(async (connection) => {
        let text = ''
        for await (const piece of connection.setEncoding('utf8')) text += piece
        return text.slice(0, 15)
      })
      for (const connection of connections) connection.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
      app.child.kill('SIGTERM')
      app.child.kill('SIGCONT')
      expect(await Promise.all(answers)).toEqual(Array(50).fill('HTTP/1.1 200 OK'))
      expect(await app.ended).toBe(0)
    })

    test('at a second signal ends at once', async () => {
      const app = startApp(command, await layOut(probeOf(framework)))
      const url = await app.url()
      const reader = await beginStream(url)
      app.child.kill('SIGTERM')
      await refusesConnections(url)
      app.child.kill('SIGTERM')
      await expect(rest(reader)).rejects.toThrow()
      expect(await app.ended).toBe(1)
    })

    test('waits no longer than DRAIN_SECONDS', async () => {
      const app = startApp(command, await layOut(probeOf(framework)), { DRAIN_SECONDS: '0' })
      const reader = await beginStream(await app.url())
      app.child.kill('SIGTERM')
      await expect(rest(reader)).rejects.toThrow()
      expect(await app.ended).toBe(0)
      expect(app.said.stderr).toMatch(/^Some requests did not end in 0ns and are cut off\.\n$/)
    })

    test('a port in use is one clear line and exit 1', async () => {
      const taken = createServer().listen(0, '127.0.0.1')
      await once(taken, 'listening')
      const { port } = taken.address() as AddressInfo
      const app = startApp(command, await layOut(probeOf(framework)), { PORT: String(port) })
      expect(await app.ended).toBe(1)
      expect(app.said.stderr).toBe(
        `The app did not start: cannot listen on port ${port} of 127.0.0.1: it is already in use; set PORT to another one\n`,
      )
      taken.close()
    })

    test.each([
      { PORT: 'http', line: 'PORT must be a number from 0 to 65535, not "http"' },
      { PORT: '65536', line: 'PORT must be a number from 0 to 65535, not "65536"' },
      { WORKER_THREADS: '0', line: 'WORKER_THREADS must be a number from 1 to 64, not "0"' },
    ])('$line', async ({ line, ...env }) => {
      const app = startApp(command, await layOut(probeOf(framework)), env as Record<string, string>)
      expect(await app.ended).toBe(1)
      expect(app.said).toEqual({ stdout: '', stderr: `The app did not start: ${line}\n` })
    })

    test('an app that fails to start listens nowhere, tells why and exits 1', async () => {
      const root = await layOut(probeOf(framework))
      writeFileSync(path.join(root, 'start-fails'), 'the database does not answer')
      const app = startApp(command, root)
      expect(await app.ended).toBe(1)
      expect(app.said).toEqual({ stdout: '', stderr: 'The app did not start: the database does not answer\n' })
    })
  })
})

test('an addon that is not there or cannot be loaded is one clear line and exit 1', async () => {
  const root = await layOut(probeOf(frameworks[0] as string))
  rmSync(path.join(root, 'app.node'))
  const missing = startApp([process.execPath, 'app.js'], root)
  expect(await missing.ended).toBe(1)
  expect(missing.said.stderr).toMatch(
    /^The app did not start: the Rust addon cannot be loaded \(npm run build makes it\): Cannot find module '\.\/app\.node'\n$/,
  )

  writeFileSync(path.join(root, 'app.node'), 'not an ELF file, as a bad upload leaves it\n'.repeat(100))
  const broken = startApp([process.execPath, 'app.js'], root)
  expect(await broken.ended).toBe(1)
  expect(broken.said.stderr).toMatch(
    /^The app did not start: the Rust addon cannot be loaded \(npm run build makes it\): .*: invalid ELF header\n$/,
  )
})

/** Begins to read /stream: resolves once its first line is there. */
async function beginStream(url: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const { body } = await fetch(`${url}/stream`)
  const [first, second] = (body as ReadableStream<Uint8Array>).tee()
  await first.getReader().read()
  return second.getReader()
}

async function rest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text
    text += new TextDecoder().decode(value)
  }
}

async function openConnection(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => {})
  await once(socket, 'connect')
  return socket
}

async function refusesConnections(url: string): Promise<void> {
  await until(async () => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    const refused = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(false)).once('error', () => resolve(true))
    })
    socket.destroy()
    return refused
  }, 'the port to be closed')
}

import { once } from 'node:events'
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { freePorts } from '../../harness/ports.ts'
import { type App, startApp } from '../../harness/project/app.ts'
import { frameworks, probeBinaryOf, probeOf } from '../../harness/project/projects.ts'
import { layOut } from '../../harness/tool/lay-out.ts'
import { until } from '../../harness/until.ts'

const lines = 'line 1\nline 2\nline 3\nline 4\nline 5\n'

describe.each(frameworks)('%s on a port', (framework) => {
  describe.each([
    { by: 'node app.js', command: [process.execPath, 'app.js'] as const },
    { by: 'cargo run', command: [probeBinaryOf(framework)] as const },
  ])('started with $by', ({ command }) => {
    test('answers, and believes no header about the client', async () => {
      const url = await startApp(command, await layOut(probeOf(framework))).url()
      expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', name: `probe-${framework}` })
      const headers = { 'X-Forwarded-For': '198.51.100.1', '!~Passenger-Client-Address': '198.51.100.1' }
      const client = await (await fetch(`${url}/client`, { headers })).json()
      expect(client).toEqual({ address: '127.0.0.1', scheme: 'http' })
    })

    test.each(['SIGTERM', 'SIGINT'] as const)('at %s ends what is in flight and exits 0', async (signal) => {
      // Idle connections are kept for two seconds less, so for one.
      const app = startApp(command, await layOut(probeOf(framework)), { DRAIN_SECONDS: '3' })
      const url = await app.url()
      const idle = await openConnection(url)
      const reader = await beginStream(url)
      app.child.kill(signal)
      expect(await rest(reader), 'the answer in flight').toBe(lines)
      expect(await app.ended).toBe(0)
      expect(app.said.stderr, 'an idle connection is not waited for').not.toContain('cut off')
      idle.destroy()
    })

    test('at SIGTERM while it starts, ends at once with 0', async () => {
      const root = await layOut(probeOf(framework))
      writeFileSync(path.join(root, 'start-ms'), '3600000')
      const app = startApp(command, root)
      await until(() => existsSync(path.join(root, 'starting')), 'the start')
      app.child.kill('SIGTERM')
      expect(await app.ended).toBe(0)
      expect(app.said).toEqual({ stdout: '', stderr: '' })
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
      const root = await layOut(probeOf(framework))
      const app = startApp(command, root)
      const url = await app.url()
      writeFileSync(path.join(root, 'blocks'), '')
      const answer = fetch(url)
      answer.catch(() => {})
      await accepts(app, url)
      app.child.kill('SIGTERM')
      await sleep(500) // sooner, it might be the same Ctrl-C, which npm passes on as well
      app.child.kill('SIGTERM')
      expect(await app.ended).toBe(1)
      await expect(answer).rejects.toThrow()
    })

    test('ends in time even while handlers block all threads', async () => {
      const root = await layOut(probeOf(framework))
      const app = startApp(command, root, { DRAIN_SECONDS: '0' })
      const url = await app.url()
      writeFileSync(path.join(root, 'blocks'), '')
      const outcomes = Promise.allSettled(Array.from({ length: 4 }, () => fetch(url)))
      await accepts(app, url)
      app.child.kill('SIGTERM')
      expect(await app.ended).toBe(0)
      expect((await outcomes).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    })

    test('waits no longer than DRAIN_SECONDS', async () => {
      const app = startApp(command, await layOut(probeOf(framework)), { DRAIN_SECONDS: '0' })
      const reader = await beginStream(await app.url())
      app.child.kill('SIGTERM')
      await expect(rest(reader)).rejects.toThrow()
      expect(await app.ended).toBe(0)
      expect(app.said.stderr).toMatch(/ WARN Some connections did not end within 0 s and are cut off/)
    })

    test('serves though nobody can read where it listens', async () => {
      const [port] = await freePorts(1)
      const full = openSync('/dev/full', 'w')
      startApp(command, await layOut(probeOf(framework)), { PORT: String(port) }, { stdio: ['ignore', full, full] })
      const answers = () =>
        fetch(`http://127.0.0.1:${port}/health`).then(
          ({ ok }) => ok,
          () => false,
        )
      await until(answers, 'the app to answer')
    })

    test('a handler that logs answers, even if nothing can be written', async () => {
      const [port] = await freePorts(1)
      const full = openSync('/dev/full', 'w')
      const root = await layOut(probeOf(framework))
      writeFileSync(path.join(root, 'prints'), '')
      startApp(command, root, { PORT: String(port) }, { stdio: ['ignore', full, full] })
      const url = `http://127.0.0.1:${port}/`
      const answers = () =>
        fetch(`${url}health`).then(
          ({ ok }) => ok,
          () => false,
        )
      await until(answers, 'the app to answer')
      const { status } = await fetch(url)
      expect(status).toBe(200)
    })

    test('a log that nobody reads holds up no request and no stop', async () => {
      const [port] = await freePorts(1)
      const root = await layOut(probeOf(framework))
      const fifo = path.join(root, 'log')
      await execa('mkfifo', [fifo])
      const log = openSync(fifo, 'r+') // open for reading as well, so that writing does not fail
      const env = { PORT: String(port), DRAIN_SECONDS: '2' }
      const app = startApp(command, root, env, { stdio: ['ignore', log, log] })
      const url = `http://127.0.0.1:${port}/health`
      await until(
        () =>
          fetch(url).then(
            ({ ok }) => ok,
            () => false,
          ),
        'the app to answer',
      )
      for (let round = 0; round < 50; round++) {
        const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(url)))
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      }
      app.child.kill('SIGTERM')
      expect(await app.ended).toBe(0)
    })

    test('a port in use is one clear line and exit 1', async () => {
      const taken = createServer().listen(0, '127.0.0.1')
      await once(taken, 'listening')
      const { port } = taken.address() as AddressInfo
      const app = startApp(command, await layOut(probeOf(framework)), { PORT: String(port) })
      expect(await app.ended).toBe(1)
      expect(app.said.stderr).toMatch(
        didNotStart(`cannot listen on port ${port} of 127.0.0.1: it is already in use; set PORT to another one`),
      )
      taken.close()
    })

    test.each([
      { PORT: 'http', line: 'PORT must be a number from 0 to 65535, not "http"' },
      { PORT: '65536', line: 'PORT must be a number from 0 to 65535, not "65536"' },
      { PASSENGER_BASE_URI: 'api', line: 'PASSENGER_BASE_URI must be a path such as /api, not "api"' },
      { CORS_ORIGINS: '*', line: 'CORS_ORIGINS must be a list of origins such as https://app.example, not "*"' },
      { LOG_LEVEL: 'loud', line: 'LOG_LEVEL must be a level such as info, or info,sqlx=warn, not "loud"' },
      { HANDLER_SECONDS: 'x', line: 'HANDLER_SECONDS must be a number from 1 to 86400, not "x"' },
      { WORKER_THREADS: '0', line: 'WORKER_THREADS must be a number from 1 to 64, not "0"' },
    ])('$line', async ({ line, ...env }) => {
      const app = startApp(command, await layOut(probeOf(framework)), env as Record<string, string>)
      expect(await app.ended).toBe(1)
      expect(app.said).toEqual({ stdout: '', stderr: expect.stringMatching(didNotStart(line)) })
    })

    test('.env is read first of all, but never counts more than what is set', async () => {
      const root = await layOut(probeOf(framework))
      writeFileSync(path.join(root, '.env'), 'PASSENGER_BASE_URI=/from-file\nMAX_BODY_KB=1 # small\n')
      const url = await startApp(command, root).url()
      expect(new URL(url).pathname).toBe('/from-file')
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify('x'.repeat(2000))
      expect((await fetch(`${url}/echo`, { method: 'POST', headers, body })).status).toBe(413)
      const other = await startApp(command, root, { PASSENGER_BASE_URI: '/set', MAX_BODY_KB: '' }).url()
      expect(new URL(other).pathname).toBe('/set')
    })

    test('.env that cannot be read is one line, which has no secret', async () => {
      const root = await layOut(probeOf(framework))
      writeFileSync(path.join(root, '.env'), 'A=b\nPASSWORD="half a secret\n')
      const app = startApp(command, root)
      expect(await app.ended).toBe(1)
      expect(app.said.stderr).toBe('The app did not start: .env cannot be read at the line of PASSWORD\n')
    })

    test('an empty variable counts as unset', async () => {
      const env = { WORKER_THREADS: '', LOG_LEVEL: '', CORS_ORIGINS: '', HOST: '', DRAIN_SECONDS: '' }
      const url = await startApp(command, await layOut(probeOf(framework)), env).url()
      expect((await fetch(`${url}/health`)).status).toBe(200)
    })

    test("a task runs with the app's state and ends with its exit code", async () => {
      const task = async (...args: string[]) => {
        const [program, ...before] = command
        const root = await layOut(probeOf(framework))
        const app = startApp([program, ...before, 'run', ...args], root)
        return { code: await app.ended, log: app.said.stderr }
      }
      expect(await task('check')).toEqual({
        code: 0,
        log: expect.stringMatching(/ INFO The app finds all it needs\n$/),
      })
      const unknown = await task('chek')
      expect(unknown).toEqual({
        code: 125,
        log: expect.stringMatching(/ ERROR The task chek did not start: the tasks are check\n$/),
      })
    })

    test('an app that fails to start listens nowhere, tells why and exits 1', async () => {
      const root = await layOut(probeOf(framework))
      writeFileSync(path.join(root, 'start-fails'), 'it does not answer')
      const app = startApp(command, root)
      expect(await app.ended).toBe(1)
      const stderr = expect.stringMatching(didNotStart('no database: it does not answer'))
      expect(app.said).toEqual({ stdout: '', stderr })
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

/** The one line for a start that failed. Without Node, it is in the log, with its time. */
function didNotStart(reason: string): RegExp {
  const text = reason.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^(\\S+ ERROR )?The app did not start: ${text}\\n$`)
}

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

/** Waits until the app has taken every connection to its port out of the queue: none is left in /proc/net/tcp's count. */
async function accepts(app: App, url: string): Promise<void> {
  const local = `0100007F:${Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0')}`
  await until(() => {
    const lines = readFileSync(`/proc/${app.child.pid}/net/tcp`, 'utf8').split('\n')
    const fields = lines.map((line) => line.trim().split(/\s+/)).filter((line) => line[1] === local)
    const listening = fields.find((line) => line[3] === '0A')
    const connected = fields.some((line) => line[3] === '01')
    return connected && listening?.[4] === '00000000:00000000'
  }, 'the connections to be accepted')
}

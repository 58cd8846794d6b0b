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
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

const lines = 'line 1\nline 2\nline 3\nline 4\nline 5\n'

describe.each(frameworks)('%s on a port', (framework) => {
  describe.each([
    { by: 'node app.js', command: [process.execPath, 'app.js'] as const },
    { by: 'cargo run', command: [probeBinaryOf(framework)] as const },
  ])('started with $by', ({ command }) => {
    test('answers, and trusts no header about the client', async () => {
      const url = await startApp(command, await temporaryAppRoot(probeOf(framework))).url()
      expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', name: `probe-${framework}` })
      const headers = { 'X-Forwarded-For': '198.51.100.1', '!~Passenger-Client-Address': '198.51.100.1' }
      const client = await (await fetch(`${url}/client`, { headers })).json()
      expect(client).toEqual({ address: '127.0.0.1', scheme: 'http' })
    })

    test.each(['SIGTERM', 'SIGINT'] as const)('on %s, finishes requests in flight and exits 0', async (signal) => {
      // Idle connections are closed two seconds earlier: here, after one second.
      const app = startApp(command, await temporaryAppRoot(probeOf(framework)), { DRAIN_SECONDS: '3' })
      const url = await app.url()
      const idle = await openConnection(url)
      const reader = await startStream(url)
      app.child.kill(signal)
      expect(await readAll(reader), 'the response in flight').toBe(lines)
      expect(await app.exited).toBe(0)
      expect(app.output.stderr, 'idle connections do not delay the exit').not.toContain('cut off')
      idle.destroy()
    })

    test('on SIGTERM during startup, exits 0 immediately', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      writeFileSync(path.join(root, 'start-ms'), '3600000')
      const app = startApp(command, root)
      await until(() => existsSync(path.join(root, 'starting')), 'the start')
      app.child.kill('SIGTERM')
      expect(await app.exited).toBe(0)
      expect(app.output).toEqual({ stdout: '', stderr: '' })
    })

    test('on SIGTERM, answers connections that are still in the queue', async () => {
      const app = startApp(command, await temporaryAppRoot(probeOf(framework)))
      const url = await app.url()
      // While the app is suspended, connections wait with their requests in the socket's queue, and SIGTERM waits too.
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
      expect(await app.exited).toBe(0)
    })

    test('on a second signal, exits immediately', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      const app = startApp(command, root)
      const url = await app.url()
      writeFileSync(path.join(root, 'blocks'), '')
      const answer = fetch(url)
      answer.catch(() => {})
      await connectionsAccepted(app, url)
      app.child.kill('SIGTERM')
      await sleep(500) // sooner, it could be the same Ctrl-C, forwarded by npm
      app.child.kill('SIGTERM')
      expect(await app.exited).toBe(1)
      await expect(answer).rejects.toThrow()
    })

    test('on SIGTERM, exits in time even if handlers block all threads', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      const app = startApp(command, root, { DRAIN_SECONDS: '0' })
      const url = await app.url()
      writeFileSync(path.join(root, 'blocks'), '')
      const outcomes = Promise.allSettled(Array.from({ length: 4 }, () => fetch(url)))
      await connectionsAccepted(app, url)
      app.child.kill('SIGTERM')
      expect(await app.exited).toBe(0)
      expect((await outcomes).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    })

    test('on SIGTERM, waits no longer than DRAIN_SECONDS', async () => {
      const app = startApp(command, await temporaryAppRoot(probeOf(framework)), { DRAIN_SECONDS: '0' })
      const reader = await startStream(await app.url())
      app.child.kill('SIGTERM')
      await expect(readAll(reader)).rejects.toThrow()
      expect(await app.exited).toBe(0)
      expect(app.output.stderr).toMatch(/ WARN Some connections did not end within 0 s and are cut off/)
    })

    test('answers even if it cannot print where it listens', async () => {
      const [port] = await freePorts(1)
      const full = openSync('/dev/full', 'w')
      startApp(
        command,
        await temporaryAppRoot(probeOf(framework)),
        { PORT: String(port) },
        { stdio: ['ignore', full, full] },
      )
      await until(() => isHealthy(`http://127.0.0.1:${port}`), 'the app to answer')
    })

    test('answers even if a handler cannot write to the log', async () => {
      const [port] = await freePorts(1)
      const full = openSync('/dev/full', 'w')
      const root = await temporaryAppRoot(probeOf(framework))
      writeFileSync(path.join(root, 'prints'), '')
      startApp(command, root, { PORT: String(port) }, { stdio: ['ignore', full, full] })
      const url = `http://127.0.0.1:${port}`
      await until(() => isHealthy(url), 'the app to answer')
      const { status } = await fetch(url)
      expect(status).toBe(200)
    })

    test('answers and stops even if nothing reads its log', async () => {
      const [port] = await freePorts(1)
      const root = await temporaryAppRoot(probeOf(framework))
      const fifo = path.join(root, 'log')
      await execa('mkfifo', [fifo])
      const log = openSync(fifo, 'r+') // open for reading too, so that writing does not fail
      const env = { PORT: String(port), DRAIN_SECONDS: '2' }
      const app = startApp(command, root, env, { stdio: ['ignore', log, log] })
      const url = `http://127.0.0.1:${port}`
      await until(() => isHealthy(url), 'the app to answer')
      for (let round = 0; round < 50; round++) {
        const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(`${url}/health`)))
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      }
      app.child.kill('SIGTERM')
      expect(await app.exited).toBe(0)
    })

    test('reports a port in use in one line and exits 1', async () => {
      const taken = createServer().listen(0, '127.0.0.1')
      await once(taken, 'listening')
      const { port } = taken.address() as AddressInfo
      const app = startApp(command, await temporaryAppRoot(probeOf(framework)), { PORT: String(port) })
      expect(await app.exited).toBe(1)
      expect(app.output.stderr).toMatch(
        didNotStart(`cannot listen on port ${port} of 127.0.0.1: it is already in use; set PORT to another one`),
      )
      taken.close()
    })

    test.each([
      { PORT: 'http', line: 'PORT must be a number from 0 to 65535, not "http"' },
      { PORT: '65536', line: 'PORT must be a number from 0 to 65535, not "65536"' },
      { PORT: 'tcp://10.0.0.1:3000', line: 'PORT must be a number from 0 to 65535, not "tcp://10.0.0.1:3000"' },
      {
        HOST: '192.0.2.1',
        line: 'cannot listen on port 0 of 192.0.2.1: Cannot assign requested address (os error 99); set HOST to an address of this machine, or unset it',
      },
      { PASSENGER_BASE_URI: 'api', line: 'PASSENGER_BASE_URI must be a path such as /api, not "api"' },
      { CORS_ORIGINS: '*', line: 'CORS_ORIGINS must be a list of origins such as https://app.example, not "*"' },
      { LOG_LEVEL: 'loud', line: 'LOG_LEVEL must be a level such as info, or info,sqlx=warn, not "loud"' },
      { HANDLER_SECONDS: 'x', line: 'HANDLER_SECONDS must be a number from 1 to 86400, not "x"' },
      { WORKER_THREADS: '0', line: 'WORKER_THREADS must be a number from 1 to 64, not "0"' },
    ])('rejects a bad setting: $line', async ({ line, ...env }) => {
      const app = startApp(command, await temporaryAppRoot(probeOf(framework)), env as Record<string, string>)
      expect(await app.exited).toBe(1)
      expect(app.output).toEqual({ stdout: '', stderr: expect.stringMatching(didNotStart(line)) })
    })

    test('reads .env, but prefers variables that are set', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      writeFileSync(path.join(root, '.env'), 'PASSENGER_BASE_URI=/from-file\nMAX_BODY_KB=1 # small\n')
      const url = await startApp(command, root).url()
      expect(new URL(url).pathname).toBe('/from-file')
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify('x'.repeat(2000))
      expect((await fetch(`${url}/echo`, { method: 'POST', headers, body })).status).toBe(413)
      const other = await startApp(command, root, { PASSENGER_BASE_URI: '/set', MAX_BODY_KB: '' }).url()
      expect(new URL(other).pathname).toBe('/set')
    })

    test('reports a malformed .env in one line, without its secrets', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      writeFileSync(path.join(root, '.env'), 'A=b\nPASSWORD="half a secret\n')
      const app = startApp(command, root)
      expect(await app.exited).toBe(1)
      expect(app.output.stderr).toBe('The app did not start: .env cannot be read at the line of PASSWORD\n')
    })

    test('treats empty variables as unset, and leaves blanks and brackets out', async () => {
      const empty = { WORKER_THREADS: '', LOG_LEVEL: '', CORS_ORIGINS: '', DRAIN_SECONDS: '' }
      const env = { ...empty, HOST: '[127.0.0.1]', PORT: ' 0 ' }
      const url = await startApp(command, await temporaryAppRoot(probeOf(framework)), env).url()
      expect((await fetch(`${url}/health`)).status).toBe(200)
    })

    test("runs a task with the app's state and exits with its code", async () => {
      const task = async (...args: string[]) => {
        const [program, ...before] = command
        const root = await temporaryAppRoot(probeOf(framework))
        const app = startApp([program, ...before, 'run', ...args], root)
        return { code: await app.exited, ...app.output }
      }
      expect(await task('check')).toEqual({ code: 0, stdout: 'The app finds all it needs.\n', stderr: '' })
      const unknown = await task('chek')
      expect(unknown).toEqual({
        code: 125,
        stdout: '',
        stderr: expect.stringMatching(/ ERROR The task chek did not start: the tasks are check\n$/),
      })
    })

    test('prints why a start failed, does not listen and exits 1', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      writeFileSync(path.join(root, 'start-fails'), 'it does not answer')
      const app = startApp(command, root)
      expect(await app.exited).toBe(1)
      const stderr = expect.stringMatching(didNotStart('no database: it does not answer'))
      expect(app.output).toEqual({ stdout: '', stderr })
    })
  })
})

test('a missing or invalid addon is reported in one line, with exit code 1', async () => {
  const root = await temporaryAppRoot(probeOf(frameworks[0] as string))
  rmSync(path.join(root, 'app.node'))
  const missing = startApp([process.execPath, 'app.js'], root)
  expect(await missing.exited).toBe(1)
  expect(missing.output.stderr).toMatch(
    /^The app did not start: the Rust addon cannot be loaded \(npm run build makes it\): Cannot find module '\.\/app\.node'\n$/,
  )

  writeFileSync(path.join(root, 'app.node'), 'not an ELF file, as a bad upload leaves it\n'.repeat(100))
  const broken = startApp([process.execPath, 'app.js'], root)
  expect(await broken.exited).toBe(1)
  expect(broken.output.stderr).toMatch(
    /^The app did not start: the Rust addon cannot be loaded \(npm run build makes it\): .*: invalid ELF header\n$/,
  )
})

/** The only line that a failed start prints. Without Node it goes through the log, which adds the time and level. */
function didNotStart(reason: string): RegExp {
  const text = reason.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^(\\S+ ERROR )?The app did not start: ${text}\\n$`)
}

async function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** Requests /stream, and resolves once the first line has arrived. */
async function startStream(url: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const { body } = await fetch(`${url}/stream`)
  const [first, second] = (body as ReadableStream<Uint8Array>).tee()
  await first.getReader().read()
  return second.getReader()
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
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

/** Waits until the app has accepted a connection, and the queue of its port is empty. See /proc/net/tcp in proc(5). */
async function connectionsAccepted(app: App, url: string): Promise<void> {
  const local = `0100007F:${Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0')}`
  await until(() => {
    const lines = readFileSync(`/proc/${app.child.pid}/net/tcp`, 'utf8').split('\n')
    const fields = lines.map((line) => line.trim().split(/\s+/)).filter((line) => line[1] === local)
    const listening = fields.find((line) => line[3] === '0A')
    const connected = fields.some((line) => line[3] === '01')
    return connected && listening?.[4] === '00000000:00000000'
  }, 'the connections to be accepted')
}

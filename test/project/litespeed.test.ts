import { once } from 'node:events'
import { chmodSync, renameSync, statSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { createServer, type Server } from 'node:net'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { startApp } from '../../harness/project/app.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { type Process, temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'

const loader = path.resolve('harness/project/lsnode.cjs')

describe.each(frameworks)('%s under LiteSpeed', (framework) => {
  test.each<[number, Process]>([
    [16, 'node'],
    [20, 'node'],
    [26, 'node'],
    [16, 'rust'],
    [26, 'rust'],
  ])(
    'serves the socket on descriptor 0, started by Node %i, in %s, and leaves its file alone',
    async (major, server) => {
      const root = await temporaryAppRoot(probeOf(framework), server)
      const socketPath = path.join(root, 'tmp', 'litespeed.sock')
      const [app] = await startAsLiteSpeed(root, socketPath, await nodeBinary(major))
      const { ino } = statSync(socketPath)

      // Sent before the app is up: the connection waits in the socket's queue.
      expect(await get(socketPath, '/')).toEqual({ status: 200, body: 'Hello from Rust!\n' })
      const forwarded = {
        'X-Forwarded-For': '198.51.100.1, 203.0.113.7',
        'X-Forwarded-Proto': 'https',
        '!~Passenger-Client-Address': '198.51.100.1', // trusted under Passenger only, which rejects it from clients
      }
      const client = await get(socketPath, '/client', forwarded)
      expect(JSON.parse(client.body)).toEqual({ address: '203.0.113.7', scheme: 'https' })
      expect(JSON.parse((await get(socketPath, '/health')).body)).toMatchObject({ process: server })
      expect(statSync(socketPath).ino, 'a new inode would make LiteSpeed kill the app').toBe(ino)

      const answer = get(socketPath, '/stream')
      await get(socketPath, '/')
      app.child.kill('SIGTERM')
      expect(await answer).toEqual({ status: 200, body: 'line 1\nline 2\nline 3\nline 4\nline 5\n' })
      expect(await app.exited).toBe(0)
      expect(app.output.stderr).not.toMatch(/WARN|ERROR/)
    },
  )

  test('prints why a start failed and exits 1', async () => {
    const root = await temporaryAppRoot(probeOf(framework))
    writeFileSync(path.join(root, 'start-fails'), 'it does not answer')
    const [app] = await startAsLiteSpeed(root, path.join(root, 'tmp', 'litespeed.sock'), process.execPath)
    expect(await app.exited).toBe(1)
    expect(app.output.stderr).toBe('The app did not start: no database: it does not answer\n')
  })
})

test('a launcher that the system rejects leaves Node as it was', async () => {
  const root = await temporaryAppRoot(probeOf(frameworks[0] as string), 'rust')
  const start = () => startAsLiteSpeed(root, path.join(root, 'tmp', `${Date.now()}.sock`), process.execPath)
  const [proven, provenPath] = await start()
  expect(JSON.parse((await get(provenPath, '/health')).body)).toMatchObject({ process: 'rust' })
  proven.child.kill('SIGTERM')
  await proven.exited

  chmodSync(path.join(root, 'launcher'), 0o644) // after its verdict was kept: only the system call can find out
  const [app, socketPath] = await start()
  expect(JSON.parse((await get(socketPath, '/health')).body)).toMatchObject({ process: 'node' })
  expect(app.output.stderr).toContain('The app is served inside Node: the launcher cannot run: Permission denied')
  app.child.stderr?.destroy()
  for (let round = 0; round < 20; round++) {
    const request = http.get({ socketPath, path: '/stream', agent: false }).on('error', () => {})
    await once(request, 'response')
    request.destroy()
    await get(socketPath, '/') // a line in the log that nobody reads
  }
  expect(await get(socketPath, '/')).toEqual({ status: 200, body: 'Hello from Rust!\n' })
  app.child.kill('SIGTERM')
  expect(await app.exited).toBe(0)
})

/** Opens the socket, as the web server does, and starts the loader with it. */
async function startAsLiteSpeed(root: string, socketPath: string, node: string) {
  const server = createServer().listen(socketPath)
  await once(server, 'listening')
  const { fd } = (server as Server & { _handle: { fd: number } })._handle
  const env = { LSNODE_ROOT: root, LSNODE_SOCKET: socketPath }
  const app = startApp([node, loader], root, env, { stdio: [fd, 'ignore', 'pipe'] })
  // Closes our copy without the side effect of Node, which would delete the socket's file.
  renameSync(socketPath, `${socketPath}.aside`)
  server.close()
  renameSync(`${socketPath}.aside`, socketPath)
  return [app, socketPath] as const
}

function get(socketPath: string, route: string, headers = {}): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    http
      .get({ socketPath, path: route, headers, agent: false }, (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text) => {
          body += text
        })
        response.on('end', () => resolve({ status: response.statusCode, body })).on('error', reject)
      })
      .on('error', reject)
  })
}

import { once } from 'node:events'
import { renameSync, statSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { createServer, type Server } from 'node:net'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { startApp } from '../../harness/project/app.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'

const loader = path.resolve('harness/project/lsnode.cjs')

describe.each(frameworks)('%s under LiteSpeed', (framework) => {
  test.each([16, 20, 26])('serves the socket on descriptor 0 with Node %i and leaves its file alone', async (major) => {
    const root = await temporaryAppRoot(probeOf(framework))
    const socketPath = path.join(root, 'tmp', 'litespeed.sock')
    const app = await startAsLiteSpeed(root, socketPath, await nodeBinary(major))
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
    expect(statSync(socketPath).ino, 'a new inode would make LiteSpeed kill the app').toBe(ino)

    const answer = get(socketPath, '/stream')
    await get(socketPath, '/')
    app.child.kill('SIGTERM')
    expect(await answer).toEqual({ status: 200, body: 'line 1\nline 2\nline 3\nline 4\nline 5\n' })
    expect(await app.exited).toBe(0)
    expect(app.output.stderr).not.toMatch(/WARN|ERROR/)
  })

  test('prints why a start failed and exits 1', async () => {
    const root = await temporaryAppRoot(probeOf(framework))
    writeFileSync(path.join(root, 'start-fails'), 'it does not answer')
    const app = await startAsLiteSpeed(root, path.join(root, 'tmp', 'litespeed.sock'), process.execPath)
    expect(await app.exited).toBe(1)
    expect(app.output.stderr).toBe('The app did not start: no database: it does not answer\n')
  })
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
  return app
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

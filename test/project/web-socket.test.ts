import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { startApp } from '../../harness/project/app.ts'
import { frameworks, probeBinaryOf, probeOf } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'
import { webSocket } from '../../harness/wire/web-socket.ts'

/** A close frame of a server that is going away: code 1001. */
const goingAway = '880203e9'

describe.each(frameworks)('%s on a port', (framework) => {
  describe.each([
    { by: 'node app.js', command: [process.execPath, 'app.js'] as const },
    { by: 'cargo run', command: [probeBinaryOf(framework)] as const },
  ])('started with $by', ({ command }) => {
    test('on SIGTERM, a WebSocket is told, and waited for', async () => {
      const app = startApp(command, await temporaryAppRoot(probeOf(framework)))
      const socket = await webSocket(await app.url())
      const head = await socket.upgrade()
      expect(head).toMatch(/^HTTP\/1\.1 101 /)
      expect(head).toMatch(/^connection: upgrade\r$/im)
      app.child.kill('SIGTERM')
      expect(await socket.frame()).toBe(goingAway)
      await sleep(300) // all else has ended by now
      socket.sendClose()
      await socket.closed
      expect(await app.exited).toBe(0)
      const log = app.output.stderr
      expect(log).not.toContain('cut off')
      expect(log).toMatch(/Stopping connections=1 .*probe: the WebSocket has ended\n.*All requests have ended\n/s)
    })

    test('on SIGTERM, a WebSocket that does not end is cut off at the limit', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      writeFileSync(path.join(root, 'ignores-stop'), '')
      const app = startApp(command, root, { DRAIN_SECONDS: '1' })
      const socket = await webSocket(await app.url())
      expect(await socket.upgrade()).toMatch(/^HTTP\/1\.1 101 /)
      app.child.kill('SIGTERM')
      await socket.closed
      expect(await app.exited).toBe(0)
      expect(app.output.stderr).toMatch(/ WARN Some connections did not end within 1 s and are cut off connections=1\n/)
      expect(app.output.stderr).not.toContain('probe: the WebSocket has ended')
    })

    test('after SIGTERM, a WebSocket still opens on an idle connection, and is told at once', async () => {
      const app = startApp(command, await temporaryAppRoot(probeOf(framework)))
      const socket = await webSocket(await app.url())
      app.child.kill('SIGTERM')
      await until(() => app.output.stderr.includes('Stopping'), 'the stop')
      const head = await socket.upgrade()
      expect(head).toMatch(/^HTTP\/1\.1 101 /)
      expect(head).toMatch(/^connection: upgrade\r$/im)
      expect(await socket.frame()).toBe(goingAway)
      socket.sendClose()
      await socket.closed
      expect(await app.exited).toBe(0)
    })
  })
})

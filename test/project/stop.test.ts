import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { startApp } from '../../harness/project/app.ts'
import { frameworks, probeBinaryOf, probeOf } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'
import { keepAliveClient } from '../../harness/wire/keep-alive.ts'

describe.each(frameworks)('%s on a port', (framework) => {
  describe.each([
    { by: 'node app.js', command: [process.execPath, 'app.js'] as const },
    { by: 'cargo run', command: [probeBinaryOf(framework)] as const },
  ])('started with $by', ({ command }) => {
    test('on SIGTERM, ends streams first, loses no request of 200 clients, waits for a job, then closes the pool', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      writeFileSync(path.join(root, 'job'), '')
      const app = startApp(command, root)
      const url = await app.url()
      const order: string[] = []

      const events = await fetch(`${url}/events`)
      const stream = text(events.body as ReadableStream).then((received) => {
        order.push('the stream')
        return received
      })
      let answers = 0
      const clients = Array.from({ length: 200 }, () => keepAliveClient(url, () => answers++))
      await until(() => answers > 1000, 'answers')
      app.child.kill('SIGTERM')

      expect(await stream, 'whole events').toMatch(/^(data: ?\d+\n\n)+$/)
      expect(await app.exited).toBe(0)
      order.push('the app')
      expect(order).toEqual(['the stream', 'the app'])
      expect((await Promise.all(clients)).filter((end) => end.startsWith('lost'))).toEqual([])
      const log = steps(app.output.stderr)
      expect(log.indexOf('probe: the job has ended')).toBeGreaterThan(log.indexOf('Stopping'))
      expect(log.filter((step) => step !== 'probe: the job has ended')).toEqual([
        'Stopping',
        'All requests have ended',
        'All jobs have ended',
        'probe: the pool is closed',
        'Closed pool',
        'Stopped',
      ])
    })

    test('on SIGTERM, still answers a request on an idle connection', async () => {
      const app = startApp(command, await temporaryAppRoot(probeOf(framework)))
      const url = await app.url()
      // Blocks the client between its first and its second request, while the app begins to stop.
      let isStopping = false
      const client = keepAliveClient(url, () => {
        if (isStopping) return
        isStopping = true
        app.child.kill('SIGTERM')
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
      })
      expect(await client).toBe('closed after a response')
      expect(await app.exited).toBe(0)
    })

    test('on SIGTERM, logs which job did not end in time', async () => {
      const root = await temporaryAppRoot(probeOf(framework))
      writeFileSync(path.join(root, 'job'), '')
      const app = startApp(command, root, { DRAIN_SECONDS: '1' })
      await app.url()
      app.child.kill('SIGTERM')
      expect(await app.exited).toBe(0)
      expect(app.output.stderr).toContain('The job two-seconds did not end in time and is cut off')
      expect(steps(app.output.stderr).slice(-3)).toEqual(['probe: the pool is closed', 'Closed pool', 'Stopped'])
    })
  })
})

/** The steps of a shutdown, in the order of the log. */
function steps(log: string): string[] {
  const known = /(Stopping|All requests have ended|All jobs have ended|probe: .*? (?:ended|closed)|Closed \w+|Stopped)/
  return log.split('\n').flatMap((line) => known.exec(line)?.[1] ?? [])
}

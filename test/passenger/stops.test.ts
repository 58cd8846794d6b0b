import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses, restart, startHost } from '../../harness/passenger/passenger.ts'
import { probeOf } from '../../harness/project/projects.ts'
import { served, temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

describe.each(served)('$framework, served by $process, under Passenger', ({ framework, process: server }) => {
  test('on a restart, ends streams after STREAM_SECONDS, waits for jobs, closes the pool and loses no request', async () => {
    const root = await temporaryAppRoot(probeOf(framework), server)
    writeFileSync(path.join(root, 'job'), '')
    await using host = await startHost([{ root, environment: { STREAM_SECONDS: '3' } }])
    const [url] = host.urls
    const load = startLoad(`${url}/`, 8, 'Hello from Rust!\n')
    await until(() => load.completed() > 100, 'requests')
    const events = await fetch(`${url}/events`)
    const received = text(events.body as ReadableStream)

    const seen = new Set(appProcesses(root))
    const [old] = seen
    await restart(root, seen)
    await until(() => !appProcesses(root).includes(Number(old)), 'the old process to exit by itself')
    expect(await received, 'whole events').toMatch(/^(data: ?\d+\n\n)+$/)
    const outcomes = await load.stop()
    expect(Object.keys(outcomes), JSON.stringify(outcomes)).toEqual(['200'])

    const oldLog = host
      .log()
      .split('\n')
      .filter((line) => line.includes(`App ${old} output:`))
    const steps = /(Stopping|All requests have ended|All jobs have ended|probe: the job has ended|Closed pool|Stopped)/
    expect(oldLog.flatMap((line) => steps.exec(line)?.[1] ?? [])).toEqual([
      'Stopping',
      'All requests have ended',
      'probe: the job has ended',
      'All jobs have ended',
      'Closed pool',
      'Stopped',
    ])
    expect(host.log(), 'no process had to be killed').not.toMatch(/SIGKILL|forcefully|kill/i)
  })
})

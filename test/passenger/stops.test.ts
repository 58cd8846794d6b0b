import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses, restart, startHost } from '../../harness/passenger/passenger.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { layOut } from '../../harness/tool/lay-out.ts'
import { until } from '../../harness/until.ts'

describe.each(frameworks)('%s replaced by Passenger', (framework) => {
  test('a stream keeps the old process until it is old enough; then the job is waited for, and nothing is lost', async () => {
    const root = await layOut(probeOf(framework))
    writeFileSync(path.join(root, 'job'), '')
    await using host = await startHost([{ root, environment: { STREAM_SECONDS: '3' } }])
    const [url] = host.urls
    const load = startLoad(`${url}/`, 8, 'Hello from Rust!\n')
    await until(() => load.ended() > 100, 'requests')
    const events = await fetch(`${url}/events`)
    const received = text(events.body as ReadableStream)

    const seen = new Set(appProcesses(root))
    const [old] = seen
    await restart(root, seen)
    await until(() => !appProcesses(root).includes(Number(old)), 'the old process to end by itself')
    expect(await received, 'whole events').toMatch(/^(data: ?\d+\n\n)+$/)
    const outcomes = await load.stop()
    expect(Object.keys(outcomes), JSON.stringify(outcomes)).toEqual(['200'])

    // The log of the old process alone.
    const lines = host
      .log()
      .split('\n')
      .filter((line) => line.includes(`App ${old} output:`))
    const known =
      /(Stopping|All requests have ended|All background tasks have ended|probe: the job has ended|Closed pool|Stopped)/
    expect(lines.flatMap((line) => known.exec(line)?.[1] ?? [])).toEqual([
      'Stopping',
      'All requests have ended',
      'probe: the job has ended',
      'All background tasks have ended',
      'Closed pool',
      'Stopped',
    ])
    expect(host.log(), 'nobody had to be killed').not.toMatch(/SIGKILL|forcefully|kill/i)
  })
})

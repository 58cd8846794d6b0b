import { describe, expect, test } from 'vitest'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses, restart, startHost } from '../../harness/passenger/passenger.ts'
import { probeOf } from '../../harness/project/projects.ts'
import { served, temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

const restarts = 10

describe.each(served)('$framework, served by $process, under Passenger', ({ framework, process: server }) => {
  test(`loses no request in ${restarts} restarts with fast and slow requests in flight`, async () => {
    const root = await temporaryAppRoot(probeOf(framework), server)
    await using host = await startHost([{ root }])
    expect((await fetch(host.urls[0] as string)).status).toBe(200)

    const fast = startLoad(`${host.urls[0]}/`, 8, 'Hello from Rust!\n')
    const slow = startLoad(`${host.urls[0]}/stream`, 8, 'line 1\nline 2\nline 3\nline 4\nline 5\n')
    const seen = new Set(appProcesses(root))
    for (let round = 0; round < restarts; round++) {
      await restart(root, seen)
      // Each process takes slow requests, so that it has some to finish when it is replaced.
      const before = slow.completed()
      await until(() => slow.completed() >= before + 8, 'slow requests')
    }
    const [fastOutcomes, slowOutcomes] = [await fast.stop(), await slow.stop()]
    expect(Object.keys(fastOutcomes), JSON.stringify(fastOutcomes)).toEqual(['200'])
    expect(Object.keys(slowOutcomes), JSON.stringify(slowOutcomes)).toEqual(['200'])

    await until(() => appProcesses(root).length === 1, 'the old processes to exit by themselves')
    expect(host.log(), 'no process had to be killed').not.toMatch(/SIGKILL|forcefully|kill/i)
  })
})

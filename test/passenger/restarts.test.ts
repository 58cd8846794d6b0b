import { describe, expect, test } from 'vitest'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses, restart, startHost } from '../../harness/passenger/passenger.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { layOut } from '../../harness/tool/lay-out.ts'
import { until } from '../../harness/until.ts'

const restarts = 10

describe.each(frameworks)('%s restarted by Passenger', (framework) => {
  test(`${restarts} restarts, with fast and slow requests in flight, lose no request`, async () => {
    const root = await layOut(probeOf(framework))
    await using host = await startHost([{ root }])
    expect((await fetch(host.urls[0] as string)).status).toBe(200)

    const fast = startLoad(`${host.urls[0]}/`, 8, 'Hello from Rust!\n')
    const slow = startLoad(`${host.urls[0]}/stream`, 8, 'line 1\nline 2\nline 3\nline 4\nline 5\n')
    const seen = new Set(appProcesses(root))
    for (let round = 0; round < restarts; round++) {
      await restart(root, seen)
      // Once more into the new process, with slow requests of each that it will have to end.
      const before = slow.ended()
      await until(() => slow.ended() >= before + 8, 'slow requests')
    }
    const [fastOutcomes, slowOutcomes] = [await fast.stop(), await slow.stop()]
    expect(Object.keys(fastOutcomes), JSON.stringify(fastOutcomes)).toEqual(['200'])
    expect(Object.keys(slowOutcomes), JSON.stringify(slowOutcomes)).toEqual(['200'])

    await until(() => appProcesses(root).length === 1, 'the old processes to end by themselves')
    expect(host.log(), 'nobody had to be killed').not.toMatch(/SIGKILL|forcefully|kill/i)
  })
})

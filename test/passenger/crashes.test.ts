import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { appProcesses, startHost } from '../../harness/passenger/passenger.ts'
import { hasExited } from '../../harness/proc.ts'
import { probeOf } from '../../harness/project/projects.ts'
import { served, temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

describe.each(served)('$framework, served by $process, under Passenger', ({ framework, process: server }) => {
  test('answers a panic with a 500, logs it and keeps running', async () => {
    const root = await temporaryAppRoot(probeOf(framework), server)
    await using host = await startHost([{ root }])
    const url = host.urls[0] as string
    expect((await fetch(url)).status).toBe(200)
    const before = appProcesses(root)

    writeFileSync(path.join(root, 'panics'), '')
    for (let request = 0; request < 20; request++) {
      const response = await fetch(url)
      expect([response.status, await response.json()]).toMatchObject([500, { title: 'Internal Server Error' }])
    }
    rmSync(path.join(root, 'panics'))
    await until(() => /App \d+ output: .*panicked at src\/probe\.rs/.test(host.log()), 'the panic in the log')
    expect((await fetch(url)).status).toBe(200)
    expect(appProcesses(root)).toEqual(before)
  })

  test('answers the next request after kill -9', async () => {
    const root = await temporaryAppRoot(probeOf(framework), server)
    await using host = await startHost([{ root }])
    const url = host.urls[0] as string
    for (let round = 0; round < 5; round++) {
      expect((await fetch(url)).status).toBe(200)
      const [pid] = appProcesses(root) as [number]
      process.kill(pid, 'SIGKILL')
      await until(() => hasExited(pid), 'the process to exit')
      expect((await fetch(url)).status).toBe(200)
    }
  })
})

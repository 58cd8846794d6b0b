import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { keepProcessorsBusy } from '../../harness/busy-processors.ts'
import { appProcesses, requestRestart, startHost } from '../../harness/passenger/passenger.ts'
import { probeOf } from '../../harness/project/projects.ts'
import { served, temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

describe.each(served)('$framework, served by $process, under Passenger', ({ framework, process: server }) => {
  test('loses no request in 20 cold starts of 300 ms on a busy machine', async () => {
    const roots = await Promise.all(Array.from({ length: 5 }, () => temporaryAppRoot(probeOf(framework), server)))
    for (const root of roots) writeFileSync(path.join(root, 'start-ms'), '300')
    await using host = await startHost(roots.map((root) => ({ root })))
    await using _busy = keepProcessorsBusy()

    const spawned = new Set<number>()
    const coldStarts = roots.map(async (root, index) => {
      const answers: string[] = []
      for (let spawn = 0; spawn < 4; spawn++) {
        requestRestart(root)
        const response = await fetch(host.urls[index] as string)
        answers.push(`${response.status} ${await response.text()}`)
        for (const pid of appProcesses(root)) spawned.add(pid)
      }
      return answers
    })
    expect((await Promise.all(coldStarts)).flat()).toEqual(Array(20).fill('200 Hello from Rust!\n'))
    expect(spawned.size, 'a new process for each request').toBeGreaterThanOrEqual(20)
  })

  test('shows why a start failed, leaves no process behind, and recovers on a restart', async () => {
    const root = await temporaryAppRoot(probeOf(framework), server)
    const reason = 'it does not answer'
    writeFileSync(path.join(root, 'start-fails'), reason)
    await using host = await startHost([{ root }])

    const failed = await fetch(host.urls[0] as string)
    expect(failed.status).toBe(500)
    expect(await failed.text(), 'the error page').toContain(`The app did not start: no database: ${reason}`)
    expect(host.log()).toMatch(
      new RegExp(`App \\d+ output: (.* ERROR )?The app did not start: no database: ${reason}\\n`),
    )
    await until(() => appProcesses(root).length === 0, 'the failed process to exit')

    rmSync(path.join(root, 'start-fails'))
    requestRestart(root)
    expect((await fetch(host.urls[0] as string)).status).toBe(200)
  })

  test('treats a panic at startup as a failed start', async () => {
    const root = await temporaryAppRoot(probeOf(framework), server)
    writeFileSync(path.join(root, 'start-panics'), '')
    await using host = await startHost([{ root }])
    const failed = await fetch(host.urls[0] as string)
    expect(failed.status).toBe(500)
    expect(host.log()).toContain('asked to panic')
    await until(() => appProcesses(root).length === 0, 'the failed process to exit')
  })
})

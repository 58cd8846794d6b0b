import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { keepProcessorsBusy } from '../../harness/busy-processors.ts'
import { appProcesses, askRestart, startHost } from '../../harness/passenger/passenger.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { layOut } from '../../harness/tool/lay-out.ts'
import { until } from '../../harness/until.ts'

describe.each(frameworks)('%s starting under Passenger', (framework) => {
  test('20 cold spawns that await 300 ms, on a busy machine, lose no request', async () => {
    const roots = await Promise.all(Array.from({ length: 5 }, () => layOut(probeOf(framework))))
    for (const root of roots) writeFileSync(path.join(root, 'start-ms'), '300')
    await using host = await startHost(roots.map((root) => ({ root })))
    await using _busy = keepProcessorsBusy()

    const spawned = new Set<number>()
    const coldSpawns = roots.map(async (root, index) => {
      const answers: string[] = []
      for (let spawn = 0; spawn < 4; spawn++) {
        askRestart(root)
        const response = await fetch(host.urls[index] as string)
        answers.push(`${response.status} ${await response.text()}`)
        for (const pid of appProcesses(root)) spawned.add(pid)
      }
      return answers
    })
    expect((await Promise.all(coldSpawns)).flat()).toEqual(Array(20).fill('200 Hello from Rust!\n'))
    expect(spawned.size, 'each request met a process of its own').toBeGreaterThanOrEqual(20)
  })

  test('a start that fails shows its reason, leaves nothing behind, and is mended by a restart', async () => {
    const root = await layOut(probeOf(framework))
    const reason = 'it does not answer'
    writeFileSync(path.join(root, 'start-fails'), reason)
    await using host = await startHost([{ root }])

    const failed = await fetch(host.urls[0] as string)
    expect(failed.status).toBe(500)
    expect(await failed.text(), 'the error page').toContain(reason)
    expect(host.log()).toMatch(new RegExp(`App \\d+ output: The app did not start: no database: ${reason}\\n`))
    await until(() => appProcesses(root).length === 0, 'the process that failed to end')

    rmSync(path.join(root, 'start-fails'))
    askRestart(root)
    expect((await fetch(host.urls[0] as string)).status).toBe(200)
  })

  test('a start that panics fails like any other', async () => {
    const root = await layOut(probeOf(framework))
    writeFileSync(path.join(root, 'start-panics'), '')
    await using host = await startHost([{ root }])
    const failed = await fetch(host.urls[0] as string)
    expect(failed.status).toBe(500)
    expect(host.log()).toContain('asked to panic')
    await until(() => appProcesses(root).length === 0, 'the process that failed to end')
  })
})

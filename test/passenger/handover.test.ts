import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses, restart, startHost } from '../../harness/passenger/passenger.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { layOut } from '../../harness/tool/lay-out.ts'
import { until } from '../../harness/until.ts'

// A Node whose sockets do not tell their descriptor: hidden before the start file is loaded.
const withoutDescriptor = `
const { Pipe } = process.binding('pipe_wrap')
if (!('fd' in Pipe.prototype)) throw new Error('this Node keeps fd elsewhere: mend the test')
Object.defineProperty(Pipe.prototype, 'fd', { get: () => undefined })
require('./app.js')
`

describe.each(frameworks)('%s on a Node that hides its descriptors', (framework) => {
  test('binds the path again, and loses no request over 10 restarts', async () => {
    const root = await layOut(probeOf(framework))
    writeFileSync(path.join(root, 'hidden.js'), withoutDescriptor)
    writeFileSync(path.join(root, 'start-ms'), '50')
    await using host = await startHost([{ root, startFile: 'hidden.js' }])
    expect((await fetch(host.urls[0] as string)).status).toBe(200)

    const load = startLoad(`${host.urls[0]}/`, 8, 'Hello from Rust!\n')
    const seen = new Set(appProcesses(root))
    for (let round = 0; round < 10; round++) {
      await restart(root, seen)
      const before = load.ended()
      await until(() => load.ended() >= before + 50, 'requests')
    }
    const outcomes = await load.stop()
    expect(Object.keys(outcomes), JSON.stringify(outcomes)).toEqual(['200'])
  })
})

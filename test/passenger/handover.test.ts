import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses, restart, startHost } from '../../harness/passenger/passenger.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

// Simulates a Node that does not expose the descriptors of its sockets.
const hideDescriptors = `
const { Pipe } = process.binding('pipe_wrap')
if (!('fd' in Pipe.prototype)) throw new Error('this Node exposes fd elsewhere: update the test')
Object.defineProperty(Pipe.prototype, 'fd', { get: () => undefined })
require('./app.js')
`

describe.each(frameworks)('%s on a Node that hides its descriptors', (framework) => {
  test('binds the socket path again and loses no request in 10 restarts', async () => {
    const root = await temporaryAppRoot(probeOf(framework))
    writeFileSync(path.join(root, 'hidden.js'), hideDescriptors)
    writeFileSync(path.join(root, 'start-ms'), '50')
    await using host = await startHost([{ root, startFile: 'hidden.js' }])
    expect((await fetch(host.urls[0] as string)).status).toBe(200)

    const load = startLoad(`${host.urls[0]}/`, 8, 'Hello from Rust!\n')
    const seen = new Set(appProcesses(root))
    for (let round = 0; round < 10; round++) {
      await restart(root, seen)
      const before = load.completed()
      await until(() => load.completed() >= before + 50, 'requests')
    }
    const outcomes = await load.stop()
    expect(Object.keys(outcomes), JSON.stringify(outcomes)).toEqual(['200'])
  })
})

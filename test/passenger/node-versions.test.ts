import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { appProcesses, startHost } from '../../harness/passenger/passenger.ts'
import { threadCount } from '../../harness/proc.ts'
import { copyForAppUser, nodeBinary } from '../../harness/project/node-binary.ts'
import { probeOf } from '../../harness/project/projects.ts'
import { served, temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'

const logNodeVersion = `console.error('started by ' + process.version)
require('./app.js')
`

test.each([16, 18, 20, 22, 24, 26])(
  'Node %i runs the addon of every framework, and the launcher in its place',
  async (major) => {
    const node = await copyForAppUser(await nodeBinary(major))
    const roots = await Promise.all(
      served.map(({ framework, process }) => temporaryAppRoot(probeOf(framework), process)),
    )
    for (const root of roots) writeFileSync(path.join(root, 'versioned.js'), logNodeVersion)
    await using host = await startHost(roots.map((root) => ({ root, node, startFile: 'versioned.js' })))
    const answers = await Promise.all(
      host.urls.map(async (url) => {
        const response = await fetch(`${url}/health`)
        return [response.status, await response.json()]
      }),
    )
    expect(answers).toEqual(
      served.map(({ framework, process }) => [
        200,
        { status: 'ok', name: `probe-${framework}`, version: '0.1.0', process },
      ]),
    )
    const threads = roots.flatMap(appProcesses).map(threadCount)
    expect(Math.max(...threads), `threads: ${threads.join(', ')}`).toBeLessThanOrEqual(16)
    expect(host.log().match(new RegExp(`started by v${major}\\.`, 'g'))).toHaveLength(served.length)
  },
)

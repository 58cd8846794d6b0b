import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { appProcesses, startHost } from '../../harness/passenger/passenger.ts'
import { nodeBinary, readable } from '../../harness/project/node-binary.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { layOut } from '../../harness/tool/lay-out.ts'

// A start file that tells which Node runs it.
const versioned = `console.error('started by ' + process.version)
require('./app.js')
`

test.each([16, 18, 20, 22, 24, 26])('Node %i serves each addon', async (major) => {
  const node = await readable(await nodeBinary(major))
  const roots = await Promise.all(frameworks.map((framework) => layOut(probeOf(framework))))
  for (const root of roots) writeFileSync(path.join(root, 'versioned.js'), versioned)
  await using host = await startHost(roots.map((root) => ({ root, node, startFile: 'versioned.js' })))
  const answers = await Promise.all(
    host.urls.map(async (url) => {
      const response = await fetch(`${url}/health`)
      return [response.status, await response.json()]
    }),
  )
  expect(answers).toEqual(
    frameworks.map((framework) => [200, { status: 'ok', name: `probe-${framework}`, version: '0.1.0' }]),
  )
  const threads = roots.flatMap(appProcesses).map((pid) => readdirSync(`/proc/${pid}/task`).length)
  expect(Math.max(...threads), `threads: ${threads.join(', ')}`).toBeLessThanOrEqual(16)
  expect(host.log().match(new RegExp(`started by v${major}\\.`, 'g'))).toHaveLength(frameworks.length)
})

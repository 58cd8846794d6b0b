import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startOnline } from '../../harness/deploy/online.ts'

test('a release runs in place of Node if it did so in its trial', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const health = async () => (await fetch(`${url}/health`)).json()
  const deploy = async (version: string, trouble?: string, choice = 'auto') => {
    project.bundle(version, trouble, choice)
    return project.deploy()
  }

  const first = await deploy('0.1.0')
  expect(first).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('Tried on the host: /health answers 200. The app will run in place of Node.\n'),
  })
  expect(await health()).toMatchObject({ version: '0.1.0', process: 'rust' })
  expect(readdirSync(account.root)).not.toContain('launcher')
  // An artifact of CI has no modes, and neither has what was written to dist/ above.
  expect(statSync(path.join(account.root, 'current/launcher')).mode & 0o777).toBe(0o755)

  const second = await deploy('0.2.0', 'rust')
  expect(second).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining(
      `Tried on the host in place of Node, it does not run: the launcher cannot run: no such library.
Tried on the host: /health answers 200. The app will run inside Node.\n`,
    ),
  })
  expect(await health()).toMatchObject({ version: '0.2.0', process: 'node' })
  expect(readFileSync(path.join(account.root, 'current/.deploy/process'), 'utf8')).toBe('node')

  expect(await deploy('0.3.0', 'rust', 'rust')).toMatchObject({
    exitCode: 7,
    stderr: expect.stringMatching(
      /is not healthy: the launcher cannot run: no such library\.\n[\s\S]*Nothing live has changed/,
    ),
  })

  const elsewhere = await deploy('0.4.0', 'rust once live')
  expect(elsewhere).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(
      /will run in place of Node\.\n[\s\S]*\nIt runs inside Node all the same: the log on the host says why\.\n/,
    ),
  })
})

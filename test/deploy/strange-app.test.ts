import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { chownToAppUser } from '../../harness/deploy/account.ts'
import { liveVersion, putOnline, startOnline } from '../../harness/deploy/online.ts'

test.each(['crash', 'killed'])('an app that answers /health and then dies is rolled back: %s', async (trouble) => {
  await using online = await putOnline()
  const { project, url } = online
  project.bundle('0.2.0', `${trouble} once live`)
  const { exitCode, stderr } = await project.deploy()
  expect([exitCode, stderr]).toEqual([
    5,
    expect.stringMatching(/was taken back: .*one of its processes has crashed after starting/),
  ])
  expect(await liveVersion(url)).toBe('0.1.0')
})

test('an app that hangs can be replaced', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const hang = "require('http').createServer(() => {}).listen()"
  writeFileSync(path.join(account.root, 'app.js'), hang)
  chownToAppUser(account.root)
  const { exitCode, stderr } = await project.deploy()
  expect(exitCode, stderr).toBe(0)
  expect(stderr).toContain('does not answer now: no answer (silence for 30 s).')
  expect(await liveVersion(url)).toBe('0.1.0')
})

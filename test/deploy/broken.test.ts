import { chmodSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { putOnline, startOnline } from '../../harness/deploy/online.ts'
import { startLoad } from '../../harness/passenger/load.ts'
import { until } from '../../harness/until.ts'

const hello = 'Hello from Rust!\n'

const health = async (url: string) => (await fetch(`${url}/health`)).json()

const reasons = [
  [
    'start',
    /is not healthy: it ended with 1\.\n {2}The app said:\n {4}The app did not start: no database\n.*\n {2}Nothing live has changed\.\n$/s,
  ],
  ['health', /is not healthy: \/health answers 500 \{"status":"ok"/],
  ['version', /is not healthy: \/health says version 0\.0\.1, and the bundle is 0\.2\.0/],
] as const

test.each(reasons)('a release with a broken %s never goes live, and no request fails', async (trouble, reason) => {
  await using online = await putOnline()
  const { account, project, url } = online

  const load = startLoad(`${url}/`, 4, hello)
  project.bundle('0.2.0', trouble)
  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout]).toEqual([7, ''])
  expect(stderr).toMatch(reason)
  const outcomes = await load.stop()
  expect(Object.keys(outcomes), JSON.stringify(outcomes)).toEqual(['200'])
  expect(await health(url)).toMatchObject({ version: '0.1.0' })
  expect(readdirSync(path.join(account.root, 'releases')).map((id) => id.slice(16))).toEqual(['0.1.0'])
})

const onceLive = [
  ['start', /was taken back: \/health answers 500 /, false],
  ['health', /was taken back: \/health answers 500 \{"status":"ok"/, true],
  ['version', /was taken back: \/health says version 0\.0\.1, and the bundle is 0\.2\.0/, true],
] as const

test.each(onceLive)(
  'a release with a %s that is broken only once it is live is rolled back',
  async (trouble, reason, answers) => {
    await using online = await putOnline()
    const { account, project, url } = online

    const load = startLoad(`${url}/`, 4, hello)
    project.bundle('0.2.0', `${trouble} once live`)
    const { exitCode, stdout, stderr } = await project.deploy()
    expect([exitCode, stdout], stderr).toEqual([5, ''])
    expect(stderr).toMatch(reason)
    expect(stderr).toMatch(
      /-0\.1\.0 is live again, and answers\.\n {2}The host's log ends with:\n {4}An old line of the log\n$/,
    )
    expect(await health(url)).toMatchObject({ version: '0.1.0' })
    const outcomes = await load.stop()
    // Passenger serves its error page for an app that does not start; an app that starts serves its own page.
    expect(Object.keys(outcomes), JSON.stringify(outcomes)).toEqual(answers ? ['200'] : ['200', '500'])
    expect(readdirSync(path.join(account.root, 'releases')).map((id) => id.slice(16))).toEqual(['0.1.0'])

    project.bundle('0.2.0')
    expect(await project.deploy(), 'after the fix').toMatchObject({ exitCode: 0 })
    expect(await health(url)).toMatchObject({ version: '0.2.0' })
  },
)

test('a failed first deploy restores what was there before', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  project.bundle('0.1.0', 'health', 'auto')
  const { exitCode, stderr } = await project.deploy(['--skip-trial'])
  expect(exitCode, stderr).toBe(5)
  expect(stderr).toContain('Without a trial, the app will run inside Node.\n')
  expect(stderr).toContain('original is live again, and answers.')
  expect(await (await fetch(url)).text()).toBe('It works!\n')

  // The same if there was no app.
  rmSync(path.join(account.root, 'app.js'))
  rmSync(path.join(account.root, 'app.original.js'))
  expect((await project.deploy(['--skip-trial'])).stderr).toContain('There was no app before; there is none again.')
  expect(readdirSync(account.root)).not.toContain('app.js')
})

test('a failed rollback is reported as failed', async () => {
  await using online = await putOnline()
  const { account, project } = online
  project.bundle('0.2.0', 'health once live')
  const running = project.start()
  await until(() => readlinkSync(path.join(account.root, 'current')).endsWith('-0.2.0'), 'the switch')
  chmodSync(account.root, 0o555) // as on a full disk, where no link can be created
  const { exitCode, stdout, stderr } = await running.result
  chmodSync(account.root, 0o755)
  expect([exitCode, stdout], stderr).toEqual([6, ''])
  expect(stderr).toMatch(
    /-0\.2\.0 is not healthy: \/health answers 500 .*\n {2}\S+-0\.1\.0 could not be put back\. On the host: current cannot be replaced\./,
  )
})

test('if the switch fails, the previous release stays live and no request fails', async () => {
  await using online = await putOnline()
  const { account, project, url } = online
  const load = startLoad(`${url}/`, 1, hello)
  project.bundle('0.2.0')
  const running = project.start()
  await until(() => running.stderr().includes('Tried on the host'), 'the trial')
  chmodSync(account.root, 0o555)
  const { exitCode, stderr } = await running.result
  chmodSync(account.root, 0o755)
  expect(exitCode, stderr).toBe(7)
  expect(stderr).toMatch(/On the host: current cannot be replaced\.\n.*\n {2}Nothing live has changed\.\n$/s)
  expect(readdirSync(path.join(account.root, 'releases')).map((id) => id.slice(16))).toEqual(['0.1.0'])
  expect(Object.keys(await load.stop())).toEqual(['200'])
})

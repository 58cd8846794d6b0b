import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isLocked } from '../../harness/deploy/account.ts'
import { putOnline, startOnline } from '../../harness/deploy/online.ts'
import { makeProject } from '../../harness/deploy/project.ts'
import { appProcesses } from '../../harness/passenger/passenger.ts'
import { until } from '../../harness/until.ts'

test('a second deploy at the same time is refused; a lock that nobody holds any more is not in the way', async () => {
  await using online = await startOnline()
  const { account, project: one, url } = online
  const two = makeProject(account, url)
  two.bundle('0.2.0')
  const first = one.start()
  await until(() => isLocked(account), 'the lock')
  const refused = await two.deploy()
  expect([refused.exitCode, refused.stdout], refused.stderr).toEqual([7, ''])
  expect(refused.stderr).toMatch(
    /Another deploy is at work: \w+@.*\.\n {2}If that is not so: npm run deploy -- --unlock\./,
  )
  expect(await first.ended).toMatchObject({ exitCode: 0 })

  // Killed without a word: the host notices that the connection is gone.
  const killed = one.start()
  await until(() => isLocked(account), 'the lock')
  process.kill(killed.pid, 'SIGKILL')
  await killed.ended
  await until(() => !isLocked(account), 'the host to free the lock')
  // And a lock of before the host was restarted.
  execFileSync('ln', ['-s', '999999999 somebody', path.join(account.root, 'releases/.lock')])
  const after = await two.deploy()
  expect(after, after.stderr).toMatchObject({ exitCode: 0 })

  // A process that has nothing to do with it may have got the number: --unlock.
  execFileSync('ln', ['-s', `${appProcesses(account.root)[0]} somebody`, path.join(account.root, 'releases/.lock')])
  expect((await two.deploy()).stderr).toContain('Another deploy is at work: somebody.')
  expect(await two.deploy(['--unlock'])).toMatchObject({ exitCode: 0, stdout: '' })
  expect(isLocked(account)).toBe(false)
})

test('a folder where no lock can be made is not a lock', async () => {
  await using online = await putOnline()
  const { account, project } = online
  const releases = path.join(account.root, 'releases')
  chmodSync(releases, 0o555) // as a disk without room for one more link
  const { exitCode, stderr } = await project.deploy()
  chmodSync(releases, 0o755)
  expect([exitCode, stderr]).toEqual([
    7,
    expect.stringContaining('On the host: nothing can be created in the folder releases'),
  ])
})

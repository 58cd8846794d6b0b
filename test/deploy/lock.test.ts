import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isLocked } from '../../harness/deploy/account.ts'
import { putOnline, startOnline } from '../../harness/deploy/online.ts'
import { makeProject } from '../../harness/deploy/project.ts'
import { appProcesses } from '../../harness/passenger/passenger.ts'
import { until } from '../../harness/until.ts'

test('a second deploy at the same time is rejected, and stale locks do not block the next one', async () => {
  await using online = await startOnline()
  const { account, project: one, url } = online
  const two = makeProject(account, url)
  two.bundle('0.2.0')
  const first = one.start()
  await until(() => isLocked(account), 'the lock')
  const rejected = await two.deploy()
  expect([rejected.exitCode, rejected.stdout], rejected.stderr).toEqual([7, ''])
  expect(rejected.stderr).toMatch(
    /Another deploy is at work: \w+@.*\.\n {2}If that is not so: npm run deploy -- --unlock\./,
  )
  expect(await first.result).toMatchObject({ exitCode: 0 })

  // SIGKILL: the host itself releases the lock when the connection closes.
  const killed = one.start()
  await until(() => isLocked(account), 'the lock')
  process.kill(killed.pid, 'SIGKILL')
  await killed.result
  await until(() => !isLocked(account), 'the host to release the lock')
  // A lock from before a reboot of the host: there is no such process.
  execFileSync('ln', ['-s', '999999999 somebody', path.join(account.root, 'releases/.lock')])
  const after = await two.deploy()
  expect(after, after.stderr).toMatchObject({ exitCode: 0 })

  // An unrelated process may have the pid in the lock by now: only --unlock helps.
  execFileSync('ln', ['-s', `${appProcesses(account.root)[0]} somebody`, path.join(account.root, 'releases/.lock')])
  expect((await two.deploy()).stderr).toContain('Another deploy is at work: somebody.')
  expect(await two.deploy(['--unlock'])).toMatchObject({ exitCode: 0, stdout: '' })
  expect(isLocked(account)).toBe(false)
})

test('a lock that cannot be created is not mistaken for another deploy', async () => {
  await using online = await putOnline()
  const { account, project } = online
  const releases = path.join(account.root, 'releases')
  chmodSync(releases, 0o555) // as on a full disk, where no link can be created
  const { exitCode, stderr } = await project.deploy()
  chmodSync(releases, 0o755)
  expect([exitCode, stderr]).toEqual([
    7,
    expect.stringContaining('On the host: nothing can be created in the folder releases'),
  ])
})

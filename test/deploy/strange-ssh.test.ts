import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Account, isLocked } from '../../harness/deploy/account.ts'
import { withoutSite } from '../../harness/deploy/no-site.ts'
import { putOnline, startOnline } from '../../harness/deploy/online.ts'
import { openTerminal } from '../../harness/terminal.ts'
import { until } from '../../harness/until.ts'

/** What a login on the host runs, in place of its first line after the shebang. */
function profile({ home }: Account, line: string): void {
  const session = path.join(home, '../session')
  writeFileSync(session, readFileSync(session, 'utf8').replace(/^case \$SSH_ORIGINAL_COMMAND in .*$/m, line))
}

test("a configuration of ssh made for sessions by hand, and a folder for temporary files whose name is no plain word's", async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  appendFileSync(
    account.sshConfig,
    `RequestTTY force
RemoteCommand tmux attach
PermitLocalCommand yes
LocalCommand echo @ ready
LocalForward ${account.port} 127.0.0.1:9
ExitOnForwardFailure yes
ForwardAgent yes
SendEnv *
LogLevel QUIET
ControlMaster auto
ControlPath ~/.ssh/%C
`,
  )
  const TMPDIR = path.join(project.root, 'mes fichiers 100%')
  mkdirSync(TMPDIR)
  const key = path.join(TMPDIR, 'my key')
  writeFileSync(key, readFileSync(path.join(account.home, '../user_key')), { mode: 0o600 })
  const first = await project.deploy([], { TMPDIR, O2SWITCH_KEY: key })
  expect(first, first.stderr).toMatchObject({ exitCode: 0, stdout: `${url}\n` })
  expect(first.stderr).not.toContain('Once more')

  const long = path.join(TMPDIR, 'l'.repeat(90))
  mkdirSync(long)
  const second = await project.deploy([], { TMPDIR: long })
  expect(second, second.stderr).toMatchObject({ exitCode: 0 })
})

test('a profile that leaves its line open, on a host without rsync', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  profile(account, "case $SSH_ORIGINAL_COMMAND in rsync*) exit 127 ;; echo*|sh*|\\'sh*) printf 'Bienvenue> ' ;; esac")
  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout], stderr).toEqual([0, `${url}\n`])
})

const logins: readonly (readonly [what: string, line: string, says: RegExp])[] = [
  [
    'an account that may not use ssh',
    "echo 'Shell access is not enabled on your account!'; exit 1",
    /may not use ssh\.\n.*\n {2}It said:\n {4}Shell access is not enabled/,
  ],
  [
    'a profile that never ends',
    'exec sleep 70',
    /accepted the connection, and then said nothing for 60 s\.\n.*\n {2}A profile there/,
  ],
]

test.each(logins)('refused: %s', async (_, line, says) => {
  const { account, project } = await withoutSite()
  profile(account, line)
  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout], stderr).toEqual([7, ''])
  expect(stderr).toMatch(says)
  for (const pid of account.connections()) process.kill(pid)
})

const keys: readonly (readonly [what: string, change: (key: string) => void, says: RegExp])[] = [
  [
    'that others can read',
    (key) => chmodSync(key, 0o644),
    /rejects a key that others can read\.\n {2}chmod 600 the file/,
  ],
  [
    'whose copy has lost its end',
    (key) => writeFileSync(key, readFileSync(key).subarray(0, 200)),
    /cannot be used\.\n {2}There is no such file, or it is not a complete private key/,
  ],
]

test.each(keys)('refused: a key %s', async (_, change, says) => {
  const { account, project } = await withoutSite()
  const key = path.join(account.home, '../user_key')
  change(key)
  const { exitCode, stderr } = await project.deploy([], { O2SWITCH_KEY: key })
  expect([exitCode, stderr]).toEqual([7, expect.stringMatching(says)])
})

test('a pipe that nobody reads does not stop a deploy, nor does a terminal that is closed stop the way back', async () => {
  await using online = await putOnline()
  const { account, project, url } = online
  project.bundle('0.2.0')
  const running = project.start()
  await until(() => running.stderr().includes('Plan'), 'the plan')
  running.hangUp()
  expect((await running.ended).exitCode).toBe(0)
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: '0.2.0' })

  project.bundle('0.3.0', 'health under Passenger')
  const machine = { cwd: project.root, bin: project.command, env: project.env }
  const terminal = openTerminal(machine as never, ['deploy'])
  await terminal.sees('Switching')
  terminal.close()
  await until(() => !isLocked(account), 'the deploy to go back')
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: '0.2.0' })
})

import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Account, isLocked } from '../../harness/deploy/account.ts'
import { cutConnections } from '../../harness/deploy/cut-connections.ts'
import { withoutSite } from '../../harness/deploy/no-site.ts'
import { putOnline, startOnline } from '../../harness/deploy/online.ts'
import { openTerminal } from '../../harness/terminal.ts'
import { until } from '../../harness/until.ts'

/** Replaces the line of the account's profile that prints a greeting. */
function setProfile({ home }: Account, line: string): void {
  const session = path.join(home, '../session')
  writeFileSync(session, readFileSync(session, 'utf8').replace(/^case \$SSH_ORIGINAL_COMMAND in .*$/m, line))
}

test('a deploy works with an ssh config for interactive use, with spaces or a long path in TMPDIR, and from a clone with CRLF', async () => {
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
ForwardX11 yes
ForwardX11Trusted yes
Tunnel yes
VisualHostKey yes
StdinNull yes
ForkAfterAuthentication yes
SessionType none
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

  // As git writes them where core.autocrlf is set; what is sent to the host must not have these line ends.
  for (const file of readdirSync(path.dirname(project.command))) {
    const script = path.join(path.dirname(project.command), file)
    writeFileSync(script, readFileSync(script, 'utf8').replaceAll('\n', '\r\n'))
  }
  const long = path.join(TMPDIR, 'l'.repeat(90))
  mkdirSync(long)
  const second = await project.deploy([], { TMPDIR: long })
  expect(second, second.stderr).toMatchObject({ exitCode: 0 })
})

test('a deploy works with a profile that prints no line end and sets umask 077, on a host without rsync', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  setProfile(
    account,
    "umask 077; case $SSH_ORIGINAL_COMMAND in rsync*) exit 127 ;; echo*|sh*|\\'sh*) printf 'Bienvenue> ' ;; esac",
  )
  for (const name of readdirSync(path.join(project.root, 'dist')))
    chmodSync(path.join(project.root, 'dist', name), 0o700)
  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout], stderr).toEqual([0, `${url}\n`])
  const modes = ['releases', 'current', 'current/.deploy', 'current/app.js'].map((file) =>
    (statSync(path.join(account.root, file)).mode & 0o055).toString(8),
  )
  expect(modes).toEqual(['55', '55', '55', '55'])
})

const logins: readonly (readonly [what: string, line: string, message: RegExp])[] = [
  [
    'an account without shell access',
    "echo 'Shell access is not enabled on your account!'; exit 1",
    /may not use ssh\.\n.*\n {2}It said:\n {4}Shell access is not enabled/,
  ],
  [
    'a profile that never finishes',
    'exec sleep 70',
    /accepted the connection, and then said nothing for 60 s\.\n.*\n {2}A profile there/,
  ],
]

test.each(logins)('the error explains %s', async (_, line, message) => {
  const { account, project } = await withoutSite()
  setProfile(account, line)
  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout], stderr).toEqual([7, ''])
  expect(stderr).toMatch(message)
  cutConnections(account)
})

const keys: readonly (readonly [what: string, change: (key: string) => void, message: RegExp])[] = [
  [
    'that others can read',
    (key) => chmodSync(key, 0o644),
    /rejects a key that others can read\.\n {2}chmod 600 the file/,
  ],
  [
    'that is truncated',
    (key) => writeFileSync(key, readFileSync(key).subarray(0, 200)),
    /cannot be used\.\n {2}There is no such file, or it is not a complete private key/,
  ],
]

test.each(keys)('the error explains a private key %s', async (_, change, message) => {
  const { account, project } = await withoutSite()
  const key = path.join(account.home, '../user_key')
  change(key)
  const { exitCode, stderr } = await project.deploy([], { O2SWITCH_KEY: key })
  expect([exitCode, stderr]).toEqual([7, expect.stringMatching(message)])
})

test('a deploy survives closed pipes, and a rollback survives a closed terminal', async () => {
  await using online = await putOnline()
  const { account, project, url } = online
  project.bundle('0.2.0')
  const running = project.start()
  await until(() => running.stderr().includes('Plan'), 'the plan')
  running.closeOutput()
  expect((await running.result).exitCode).toBe(0)
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: '0.2.0' })

  project.bundle('0.3.0', 'health once live')
  const machine = { cwd: project.root, bin: project.command, env: project.env }
  const terminal = openTerminal(machine as never, ['deploy'])
  await terminal.sees('Switching')
  terminal.close()
  await until(() => !isLocked(account), 'the rollback')
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: '0.2.0' })
})

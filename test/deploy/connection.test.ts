import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Account, program, startAccount } from '../support/deploy/account.ts'
import { makeProject, type Project } from '../support/deploy/project.ts'
import { appProcesses, startHost } from '../support/passenger.ts'
import { until } from '../support/until.ts'

/** An account whose site is of no interest, for what ends before anything is live. */
async function withoutSite(): Promise<{ account: Account; project: Project }> {
  const account = await startAccount()
  const site = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1')
  await once(site, 'listening')
  onTestFinished(() => {
    site.close()
  })
  const project = makeProject(account, `http://127.0.0.1:${(site.address() as AddressInfo).port}`)
  project.bundle('0.1.0')
  return { account, project }
}

const live = ({ root }: Account) => readFileSync(path.join(root, 'app.js'), 'utf8')

const refusals: readonly (readonly [
  what: string,
  change: (account: Account) => Record<string, string>,
  says: RegExp,
])[] = [
  [
    'a key that the account does not know',
    ({ localPrograms, sshConfig }) => {
      writeFileSync(sshConfig, readFileSync(sshConfig, 'utf8').replace(/^IdentityFile .*$/m, ''))
      return { O2SWITCH_KEY: path.join(localPrograms, '../other_key') }
    },
    /does not let \w+ in with .*other_key\. In cPanel, "SSH Access" must hold the public key/,
  ],
  [
    'a host key that nobody has seen',
    ({ knownHosts }) => {
      writeFileSync(knownHosts, '')
      return {}
    },
    /127\.0\.0\.1 is unknown to ssh here: connect once by hand .* Host keys are never taken unseen\./,
  ],
  [
    'a host key that has changed',
    ({ knownHosts, localPrograms, port }) => {
      const other = readFileSync(path.join(localPrograms, '../other_host_key.pub'), 'utf8')
      writeFileSync(knownHosts, `[127.0.0.1]:${port} ${other}`)
      return {}
    },
    /shows another host key than the one you know/,
  ],
  [
    'a host key that the configuration would take unseen',
    ({ knownHosts, sshConfig }) => {
      writeFileSync(knownHosts, '')
      appendFileSync(sshConfig, 'StrictHostKeyChecking no\n')
      return {}
    },
    /127\.0\.0\.1 is unknown to ssh here/,
  ],
  ['a host that is not there', () => ({ O2SWITCH_HOST: 'nobody.invalid' }), /There is no host nobody\.invalid/],
  ['a port where nobody listens', () => ({ O2SWITCH_PORT: '9' }), /Nothing listens on port 9 of 127\.0\.0\.1\./],
  [
    'an address that is not on the whitelist: nothing comes back',
    ({ sshConfig }) => {
      // What ssh says when packets are dropped, without waiting for it.
      appendFileSync(
        sshConfig,
        "ProxyCommand sh -c 'echo ssh: connect to host %h port %p: Connection timed out >&2; exit 1'\n",
      )
      return {}
    },
    /does not answer on port \d+: most likely this machine's address is not on the whitelist\. .* give O2SWITCH_API_TOKEN/,
  ],
]

test.each(refusals)('refused before anything is changed: %s', async (_, change, says) => {
  const { account, project } = await withoutSite()
  const { exitCode, stdout, stderr } = await project.deploy([], change(account))
  expect([exitCode, stdout], stderr).toEqual([4, ''])
  expect(stderr).toMatch(says)
  expect(readdirSync(account.root)).not.toContain('releases')
})

const hosts: readonly (readonly [what: string, change: (account: Account) => void, says: RegExp])[] = [
  [
    'a node_modules folder',
    ({ root }) => {
      rmSync(path.join(root, 'node_modules'))
      execFileSync('mkdir', [path.join(root, 'node_modules')])
    },
    /my-api\/node_modules is a folder\. cPanel wants a link of its own there/,
  ],
  [
    'no such app root',
    ({ root }) => renameSync(root, `${root}-2`),
    /my-api is no Node\.js app on the host yet: .* --setup/,
  ],
  [
    'an empty folder that cPanel knows nothing of',
    ({ root, home }) => {
      for (const file of ['app.js', 'node_modules']) rmSync(path.join(root, file))
      rmSync(path.join(home, 'nodevenv'), { recursive: true })
    },
    /my-api is no Node\.js app on the host yet/,
  ],
  [
    'a quota that is used up',
    ({ programs }) =>
      program(
        path.join(programs, 'quota'),
        `# Stands for quota -w of quota-tools: man 1 quota.
echo 'Disk quotas for user me (uid 1): '
echo '     Filesystem  blocks   quota   limit   grace   files   quota   limit   grace'
echo '      /dev/sda1  999900       0 1000000             10       0       0'`,
      ),
    /The account has 100 kB left \(disk or quota\), the release takes \d+ kB\./,
  ],
]

test.each(hosts)('refused by what is on the host: %s', async (_, change, says) => {
  const { account, project } = await withoutSite()
  change(account)
  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout], stderr).toEqual([4, ''])
  expect(stderr).toMatch(says)
  if (existsSync(account.root)) expect(readdirSync(account.root)).not.toContain('releases')
})

test('a site that cannot be reached from here', async () => {
  const { account, project } = await withoutSite()
  const { exitCode, stderr } = await project.deploy([], { O2SWITCH_URL: 'http://127.0.0.1:2' })
  expect([exitCode, stderr]).toEqual([
    4,
    expect.stringContaining(
      'http://127.0.0.1:2 cannot be reached from here: no answer (ECONNREFUSED). Is O2SWITCH_URL right',
    ),
  ])
  expect(readdirSync(account.root)).not.toContain('releases')
})

test('without ssh on this machine', async () => {
  const { account, project } = await withoutSite()
  const { exitCode, stderr } = await project.deploy([], { PATH: account.programs })
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('The program ssh was not found: install OpenSSH.')])
})

test('a connection that is cut half-way leaves what is live, and the next deploy goes through', async () => {
  const account = await startAccount()
  await using host = await startHost([{ root: account.root }])
  const url = host.urls[0] as string
  const project = makeProject(account, url)
  project.bundle('0.1.0')
  const before = live(account)
  // All goes through one process here, which dies as soon as the upload has begun.
  const config = readFileSync(account.sshConfig, 'utf8')
  const cut = path.join(account.localPrograms, 'cut.mjs')
  writeFileSync(
    cut,
    `import { connect } from 'node:net'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
const [port, releases] = process.argv.slice(2)
if (existsSync('${cut}.done')) process.exit(1) // the line stays dead
const socket = connect(port, '127.0.0.1')
process.stdin.pipe(socket).pipe(process.stdout)
socket.on('close', () => process.exit())
setInterval(() => {
  try {
    const part = readdirSync(releases).find((name) => name.endsWith('.part'))
    if (!part || readdirSync(releases + '/' + part).length === 0) return
  } catch { return }
  writeFileSync('${cut}.done', '')
  process.exit(1)
}, 1)\n`,
  )
  appendFileSync(account.sshConfig, `ProxyCommand ${process.execPath} ${cut} %p ${account.root}/releases\n`)
  // Slow enough to be cut in the middle.
  program(path.join(account.localPrograms, 'rsync'), 'exec /usr/bin/rsync --bwlimit=40 "$@"')
  writeFileSync(path.join(project.root, 'dist/app.node'), Buffer.alloc(1_500_000, 'x'))
  const sums = execFileSync('sha256sum', ['app.js', 'app.node', 'package.json'], {
    cwd: path.join(project.root, 'dist'),
  })
  writeFileSync(path.join(project.root, 'dist/SHA256SUMS'), sums)

  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout], stderr).toEqual([4, ''])
  expect(stderr).toMatch(
    /Once more, with rsync\.\n.*\nOnce more, with scp\.\n\nThe upload failed\. The connection was lost\./s,
  )
  expect(live(account)).toBe(before)
  expect(await (await fetch(url)).text()).toBe('It works!\n')
  await until(() => !isLocked(account), 'the host to free the lock')

  writeFileSync(account.sshConfig, config)
  rmSync(path.join(account.localPrograms, 'rsync'))
  const again = await project.deploy()
  expect(again, again.stderr).toMatchObject({ exitCode: 0, stdout: `${url}\n` })
  expect(readdirSync(path.join(account.root, 'releases')).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('a connection that is cut after the switch is made anew', async () => {
  const account = await startAccount()
  await using host = await startHost([{ root: account.root }])
  const url = host.urls[0] as string
  const project = makeProject(account, url)
  project.bundle('0.1.0')
  const running = project.start()
  await until(() => running.stderr().includes('Switching'), 'the switch')
  cutNow(account)
  const { exitCode, stdout, stderr } = await running.ended
  expect([exitCode, stdout], stderr).toEqual([0, `${url}\n`])
})

test('a connection that is lost for good after the switch: nobody claims to know what is live', async () => {
  const account = await startAccount()
  await using host = await startHost([{ root: account.root }])
  const project = makeProject(account, host.urls[0] as string)
  project.bundle('0.1.0')
  const running = project.start()
  await until(() => running.stderr().includes('Switching'), 'the switch')
  appendFileSync(account.sshConfig, 'ProxyCommand false\n')
  cutNow(account)
  const { exitCode, stdout, stderr } = await running.ended
  expect([exitCode, stdout], stderr).toEqual([6, ''])
  expect(stderr).toMatch(
    /The connection was lost while \S+-0\.1\.0 was being made live\. It may be live, or the one before:\nnpm run deploy/,
  )
})

/** Ends what serves the deploy on the host's side. */
function cutNow(account: Account): void {
  const connections = account.connections()
  expect(connections.length).toBeGreaterThan(0)
  for (const pid of connections) process.kill(pid, 'SIGKILL')
}

test('rsync that fails once is tried again; one that never works gives way to scp', async () => {
  const account = await startAccount()
  await using host = await startHost([{ root: account.root }])
  const project = makeProject(account, host.urls[0] as string)
  project.bundle('0.1.0')
  const failed = path.join(account.localPrograms, 'failed')
  const once = `case "$1" in --version) ;; *) if [ ! -e ${failed} ]; then touch ${failed}; exit 30; fi ;; esac`
  program(path.join(account.localPrograms, 'rsync'), `${once}\nexec /usr/bin/rsync "$@"`)
  const second = await project.deploy()
  expect(second, second.stderr).toMatchObject({ exitCode: 0 })
  expect(second.stderr).toMatch(/rsync ended with 30.*\nOnce more, with rsync\.\nTried out/)

  program(path.join(account.localPrograms, 'rsync'), 'case "$1" in --version) ;; *) exit 30 ;; esac')
  const third = await project.deploy()
  expect(third, third.stderr).toMatchObject({ exitCode: 0 })
  expect(third.stderr).toContain('Once more, with scp.\nTried out')
})

test('a disk that is full while the release arrives', async () => {
  const { account, project } = await withoutSite()
  const message = 'rsync: write failed on "app.node": Disk quota exceeded (122)'
  program(
    path.join(account.localPrograms, 'rsync'),
    `case "$1" in --version) ;; *) echo '${message}' >&2; exit 11 ;; esac`,
  )
  const { exitCode, stderr } = await project.deploy()
  expect(exitCode).toBe(4)
  expect(stderr).toContain(`The upload failed. The disk of the account is full (quota).\nIt said:\n  ${message}`)
  expect(readdirSync(path.join(account.root, 'releases'))).toEqual([])
})

test('an upload that is not what was sent is refused', async () => {
  const { account, project } = await withoutSite()
  const spoil = `for last; do :; done; ${path.join(account.localPrograms, 'spoil')} "$last"`
  program(path.join(account.localPrograms, 'spoil'), `cd ${account.root}/releases/*.part && echo more >> app.node`)
  program(
    path.join(account.localPrograms, 'rsync'),
    `/usr/bin/rsync "$@"; code=$?; [ "$1" = --version ] || { ${spoil}; }; exit $code`,
  )
  const { exitCode, stderr } = await project.deploy()
  expect(exitCode, stderr).toBe(4)
  expect(stderr).toContain('On the host: what has arrived is not what was sent.')
  expect(stderr).toContain('app.node: FAILED')
  expect(readdirSync(path.join(account.root, 'releases'))).toEqual([])
})

test('a second deploy at the same time is refused; a lock that nobody holds any more is not in the way', async () => {
  const account = await startAccount()
  await using host = await startHost([{ root: account.root }])
  const url = host.urls[0] as string
  const [one, two] = [makeProject(account, url), makeProject(account, url)]
  one.bundle('0.1.0')
  two.bundle('0.2.0')
  const first = one.start()
  await until(() => isLocked(account), 'the lock')
  const refused = await two.deploy()
  expect([refused.exitCode, refused.stdout], refused.stderr).toEqual([4, ''])
  expect(refused.stderr).toMatch(
    /Another deploy is at work: \w+ at .*\. If that is not so, npm run deploy -- --unlock\./,
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

test.each(['Uploading', 'Switching'])('Ctrl-C at "%s" leaves what was live', async (moment) => {
  const account = await startAccount()
  await using host = await startHost([{ root: account.root }])
  const url = host.urls[0] as string
  const project = makeProject(account, url)
  project.bundle('0.1.0')
  expect(await project.deploy()).toMatchObject({ exitCode: 0 })
  const before = readlinkSync(path.join(account.root, 'current'))

  project.bundle('0.2.0', 'health under Passenger')
  const running = project.start()
  await until(() => running.stderr().includes(moment), moment)
  process.kill(-running.pid, 'SIGINT')
  const { exitCode, stdout, stderr } = await running.ended
  expect([exitCode, stdout], stderr).toEqual([130, ''])
  expect(stderr).toMatch(
    moment === 'Uploading'
      ? /Interrupted\. Nothing live has changed\./
      : /it was interrupted\.\n.*0\.1\.0 is live again/,
  )
  expect(readlinkSync(path.join(account.root, 'current'))).toBe(before)
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: '0.1.0' })
  await until(() => !isLocked(account), 'the host to free the lock')
  expect(readdirSync(path.join(account.root, 'releases')).filter((name) => name.endsWith('.part'))).toEqual([])
})

function isLocked({ root }: Account): boolean {
  try {
    return Boolean(readlinkSync(path.join(root, 'releases/.lock')))
  } catch {
    return false
  }
}

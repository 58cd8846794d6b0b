import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Account, writeProgram } from '../../harness/deploy/account.ts'
import { withoutSite } from '../../harness/deploy/no-site.ts'

const connections: readonly (readonly [
  what: string,
  change: (account: Account) => Record<string, string>,
  message: RegExp,
])[] = [
  [
    'a key that the account does not accept',
    ({ localPrograms, sshConfig }) => {
      writeFileSync(sshConfig, readFileSync(sshConfig, 'utf8').replace(/^IdentityFile .*$/m, ''))
      return { O2SWITCH_KEY: path.join(localPrograms, '../other_key') }
    },
    /does not let \w+ in with .*other_key\.\n {2}In cPanel, "SSH Access" must hold the public key/,
  ],
  [
    'an unknown host key',
    ({ knownHosts }) => {
      writeFileSync(knownHosts, '')
      return {}
    },
    /127\.0\.0\.1 is unknown to ssh here\.\n {2}Connect once by hand .* Host keys are never accepted unseen\./,
  ],
  [
    'a changed host key',
    ({ knownHosts, localPrograms, port }) => {
      const other = readFileSync(path.join(localPrograms, '../other_host_key.pub'), 'utf8')
      writeFileSync(knownHosts, `[127.0.0.1]:${port} ${other}`)
      return {}
    },
    /shows another host key than the one you know/,
  ],
  [
    'an unknown host key, even with StrictHostKeyChecking no',
    ({ knownHosts, sshConfig }) => {
      writeFileSync(knownHosts, '')
      appendFileSync(sshConfig, 'StrictHostKeyChecking no\n')
      return {}
    },
    /127\.0\.0\.1 is unknown to ssh here/,
  ],
  ['a host name that does not exist', () => ({ O2SWITCH_HOST: 'nobody.invalid' }), /There is no host nobody\.invalid/],
  ['a port that nothing listens on', () => ({ O2SWITCH_PORT: '9' }), /Nothing listens on port 9 of 127\.0\.0\.1\./],
  [
    'a timeout, as for an address that is not on the whitelist',
    ({ sshConfig }) => {
      // What ssh prints if packets are dropped, without the wait.
      appendFileSync(
        sshConfig,
        "ProxyCommand sh -c 'echo ssh: connect to host %h port %p: Connection timed out >&2; exit 1'\n",
      )
      return {}
    },
    /does not answer on port \d+: most likely this machine's address is not on the whitelist\.\n.* set O2SWITCH_API_TOKEN/,
  ],
]

test.each(connections)('a deploy fails before it changes anything: %s', async (_, change, message) => {
  const { account, project } = await withoutSite()
  const { exitCode, stdout, stderr } = await project.deploy([], change(account))
  expect([exitCode, stdout], stderr).toEqual([7, ''])
  expect(stderr).toMatch(message)
  expect(readdirSync(account.root)).not.toContain('releases')
})

const hosts: readonly (readonly [what: string, change: (account: Account) => void, message: RegExp])[] = [
  [
    'a node_modules that is a folder',
    ({ root }) => {
      rmSync(path.join(root, 'node_modules'))
      execFileSync('mkdir', [path.join(root, 'node_modules')])
    },
    /my-api\/node_modules is a folder\.\n {2}cPanel wants a link of its own there/,
  ],
  [
    'a missing app root',
    ({ root }) => renameSync(root, `${root}-2`),
    /my-api is not a Node\.js app on the host yet\.\n.* --setup/,
  ],
  [
    'an empty folder that is not a cPanel app',
    ({ root, home }) => {
      for (const file of ['app.js', 'node_modules']) rmSync(path.join(root, file))
      rmSync(path.join(home, 'nodevenv'), { recursive: true })
    },
    /my-api is not a Node\.js app on the host yet/,
  ],
  [
    'a quota that is too small for the release',
    ({ programs }) =>
      writeProgram(
        path.join(programs, 'quota'),
        `# Stand-in for quota -w of quota-tools: man 1 quota.
echo 'Disk quotas for user me (uid 1): '
echo '     Filesystem  blocks   quota   limit   grace   files   quota   limit   grace'
echo '      /dev/sda1  999900       0 1000000             10       0       0'`,
      ),
    /The account has 100 kB left \(disk or quota\), the release takes \d+ kB\./,
  ],
]

test.each(hosts)('the checks on the host reject %s', async (_, change, message) => {
  const { account, project } = await withoutSite()
  change(account)
  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout], stderr).toEqual([7, ''])
  expect(stderr).toMatch(message)
  if (existsSync(account.root)) expect(readdirSync(account.root)).not.toContain('releases')
})

test('a site that cannot be reached is reported before anything is changed', async () => {
  const { account, project } = await withoutSite()
  const { exitCode, stderr } = await project.deploy([], { O2SWITCH_URL: 'http://127.0.0.1:2' })
  expect([exitCode, stderr]).toEqual([
    7,
    expect.stringContaining(
      'http://127.0.0.1:2 cannot be reached from here: no answer (nothing listens there: ECONNREFUSED).\n  Is O2SWITCH_URL right',
    ),
  ])
  expect(readdirSync(account.root)).not.toContain('releases')
})

test('3: a missing ssh is reported', async () => {
  const { account, project } = await withoutSite()
  const { exitCode, stderr } = await project.deploy([], { PATH: account.programs })
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('The program ssh was not found.\n  Install OpenSSH.')])
})

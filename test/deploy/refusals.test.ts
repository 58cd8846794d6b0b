import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Account, program } from '../../harness/deploy/account.ts'
import { withoutSite } from '../../harness/deploy/no-site.ts'

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
    /does not let \w+ in with .*other_key\.\n {2}In cPanel, "SSH Access" must hold the public key/,
  ],
  [
    'a host key that nobody has seen',
    ({ knownHosts }) => {
      writeFileSync(knownHosts, '')
      return {}
    },
    /127\.0\.0\.1 is unknown to ssh here\.\n {2}Connect once by hand .* Host keys are never accepted unseen\./,
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
    /does not answer on port \d+: most likely this machine's address is not on the whitelist\.\n.* set O2SWITCH_API_TOKEN/,
  ],
]

test.each(refusals)('refused before anything is changed: %s', async (_, change, says) => {
  const { account, project } = await withoutSite()
  const { exitCode, stdout, stderr } = await project.deploy([], change(account))
  expect([exitCode, stdout], stderr).toEqual([7, ''])
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
    /my-api\/node_modules is a folder\.\n {2}cPanel wants a link of its own there/,
  ],
  [
    'no such app root',
    ({ root }) => renameSync(root, `${root}-2`),
    /my-api is not a Node\.js app on the host yet\.\n.* --setup/,
  ],
  [
    'an empty folder that cPanel knows nothing of',
    ({ root, home }) => {
      for (const file of ['app.js', 'node_modules']) rmSync(path.join(root, file))
      rmSync(path.join(home, 'nodevenv'), { recursive: true })
    },
    /my-api is not a Node\.js app on the host yet/,
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
  expect([exitCode, stdout], stderr).toEqual([7, ''])
  expect(stderr).toMatch(says)
  if (existsSync(account.root)) expect(readdirSync(account.root)).not.toContain('releases')
})

test('a site that cannot be reached from here', async () => {
  const { account, project } = await withoutSite()
  const { exitCode, stderr } = await project.deploy([], { O2SWITCH_URL: 'http://127.0.0.1:2' })
  expect([exitCode, stderr]).toEqual([
    7,
    expect.stringContaining(
      'http://127.0.0.1:2 cannot be reached from here: no answer (ECONNREFUSED).\n  Is O2SWITCH_URL right',
    ),
  ])
  expect(readdirSync(account.root)).not.toContain('releases')
})

test('without ssh on this machine', async () => {
  const { account, project } = await withoutSite()
  const { exitCode, stderr } = await project.deploy([], { PATH: account.programs })
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('The program ssh was not found.\n  Install OpenSSH.')])
})

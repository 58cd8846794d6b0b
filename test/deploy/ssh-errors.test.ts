import { expect, test } from 'vitest'
import { Refused } from '../../src/errors/errors.ts'
import { startFailed } from '../../src/errors/system-errors.ts'
import { en } from '../../src/messages/en.ts'
import type { Config } from '../../src/toolkit/deploy/config/config.ts'
import { ProgramError } from '../../src/toolkit/deploy/remote/capture.ts'
import { isRejected } from '../../src/toolkit/deploy/remote/remote-host.ts'
import { explainSshError } from '../../src/toolkit/deploy/remote/ssh-errors.ts'

const config: Config = {
  host: 'fermat.o2switch.net',
  user: 'u',
  port: '22',
  key: '',
  appRoot: 'api',
  url: 'https://api.example',
  patience: 1,
}

const ended = (program: string, how: string, stderr: string, stdout = '') =>
  new ProgramError(program, how, { stdout, stderr })
const ssh = (how: string, stderr: string, stdout = '') => ended('sh', how, stderr, stdout)

const system = (code: string, syscall: string, path?: string) =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall, path })

/** What it was really, and what OpenSSH 9, rsync 3, dash, bash and glibc say then. */
const failures: Readonly<Record<'this machine' | 'the way' | 'the host' | 'the account', [RegExp, unknown][]>> = {
  'this machine': [
    [/^This machine cannot start ssh: no more processes/, system('EAGAIN', 'spawn ssh', 'ssh')],
    [/^This machine cannot start sh: .* too large together/, startFailed('sh', system('E2BIG', 'spawn'))],
    [/^This machine cannot start rsync: too many files are open here/, system('EMFILE', 'spawn rsync', 'rsync')],
    [/^A problem of this machine: \/tmp\/x: the disk is full/, system('ENOSPC', 'write', '/tmp/x')],
    [
      /^This machine cannot look up fermat/,
      ssh('255', 'ssh: Could not resolve hostname fermat.o2switch.net: Temporary failure in name resolution'),
    ],
    [
      /^This machine has no way to fermat/,
      ssh('255', 'ssh: connect to host fermat.o2switch.net port 22: Network is unreachable'),
    ],
    [
      /^ssh on this machine cannot use its configuration/,
      ssh(
        '255',
        '/home/u/.ssh/config: line 3: Bad configuration option: hostnam\n/home/u/.ssh/config: terminating, 1 bad configuration options',
      ),
    ],
    [/^ssh on this machine cannot use/, ssh('255', 'Bad owner or permissions on /home/u/.ssh/config')],
    [
      /^ssh on this machine cannot use/,
      ssh('255', "~/.ssh/config line 2: Bad port 'abc'.\n~/.ssh/config: terminating, 1 bad configuration options"),
    ],
    [/^This machine has no way to/, ssh('255', 'ssh: connect to host 10.0.0.1 port 22: No route to host')],
  ],
  'the way': [
    [
      /^There is no host fermat/,
      ssh('255', 'ssh: Could not resolve hostname fermat.o2switch.net: Name or service not known'),
    ],
    [/not on the whitelist/, ssh('255', 'ssh: connect to host fermat.o2switch.net port 22: Connection timed out')],
    [/not on the whitelist/, ssh('255', 'Connection timed out during banner exchange')],
    [/^Nothing listens/, ssh('255', 'ssh: connect to host fermat.o2switch.net port 22: Connection refused')],
    [/closed before the login/, ssh('255', 'kex_exchange_identification: Connection closed by remote host')],
    [/closed before the login/, ssh('255', 'Connection closed by UNKNOWN port 65535')],
    [/closed before the login/, ssh('255', 'Connection reset by 192.0.2.1 port 22')],
    [/^The connection was lost/, ssh('255', 'client_loop: send disconnect: Broken pipe')],
    [/^The connection was lost/, ssh('255', 'Timeout, server fermat.o2switch.net not responding.')],
    [/^The connection was lost/, ssh('SIGKILL', '')],
    [/^The connection was lost/, ended('rsync', '30', 'rsync error: timeout in data send/receive (code 30)')],
    [
      /^The connection was lost/,
      ended('rsync', '12', 'rsync: connection unexpectedly closed (0 bytes received so far)'),
    ],
    [/^The connection was lost/, ended('scp', '1', 'lost connection')],
  ],
  'the host': [
    [
      /^The connection works, but what was run on fermat\S+ failed \(2\)/,
      ssh('2', 'sh: 5: Syntax error: word unexpected (expecting "in")'),
    ],
    [
      /^The connection works, but what was run on fermat\S+ failed \(9\)/,
      ssh('9', 'sh: line 3: something of the profile'),
    ],
    [/^The connection works/, ssh('127', 'sh: 12: readlink: not found')],
    [/^The connection works/, ended('rsync', '127', 'bash: rsync: command not found')],
    [/^The connection works/, ssh('1', "mkdir: cannot create directory 'releases': Read-only file system")],
    [/^The connection works/, ssh('254', 'bash: fork: retry: Resource temporarily unavailable')],
  ],
  'the account': [
    [/does not let u in/, ssh('255', 'u@fermat.o2switch.net: Permission denied (publickey,password).')],
    [/^The connection works/, ssh('126', 'sh: 1: /home/u/api/x: Permission denied')],
    [/^The connection works/, ended('rsync', '23', 'rsync: mkdir "/home/u/api" failed: Permission denied (13)')],
    [/^The connection works/, ended('scp', '1', 'scp: dest open "api/x": Permission denied')],
    [/disk of the account is full/, ended('rsync', '11', 'rsync: write failed on "x": No space left on device (28)')],
    [/prints text before each command/, ended('rsync', '2', 'protocol version mismatch -- is your shell clean?')],
    [/prints text before each command/, ended('scp', '255', 'Received message too long 1701999215')],
    [/did not run the command/, ssh('0', '', '1) Mail\n2) Quit\n')],
    [/may not use ssh/, ssh('1', '', 'This account is currently not available.')],
  ],
}

const rows = Object.entries(failures).flatMap(([who, all]) =>
  all.map(
    ([message, error]) => [who, error instanceof ProgramError ? error.stderr : String(error), error, message] as const,
  ),
)

test.each(rows)('%s is blamed for "%s"', (_, __, error, message) => {
  const explained = explainSshError(error, config)
  expect(explained).toBeInstanceOf(Refused)
  const { message: said, hint } = (explained as Refused).describe(en)
  expect(said).toMatch(message)
  expect(isRejected(explained), 'nothing was done there').toBe(!(error instanceof ProgramError))
  if (error instanceof ProgramError) for (const line of error.stderr.split('\n')) expect(hint).toContain(line)
})

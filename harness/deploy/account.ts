import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { appUser } from '../passenger/passenger.ts'
import { freePorts } from '../ports.ts'
import { childProcesses } from '../proc.ts'
import { until } from '../until.ts'

/** A customer's account on a host, reached over ssh. */
export interface Account {
  readonly home: string
  /** `~/my-api`, the app root of its only Node.js app, as cPanel creates it. */
  readonly root: string
  /** The user to connect as. */
  readonly user: string
  readonly port: number
  /** A folder that comes first in the account's PATH. */
  readonly programs: string
  /** A folder that comes first in the PATH of the deploy. */
  readonly localPrograms: string
  /** Read by the deploy's ssh instead of ~/.ssh/config; tests may append to it. */
  readonly sshConfig: string
  readonly knownHosts: string
  /** The pids of the sshd processes that serve the open connections. */
  connections(): number[]
}

/**
 * Starts the real sshd on 127.0.0.1, with its own keys and configuration. Its commands run as the user of Passenger's apps,
 * with their own home folder, in bash as on CloudLinux.
 */
export async function startAccount(): Promise<Account> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'account-'))
  chmodSync(folder, 0o755)
  const file = (name: string) => path.join(folder, name)
  const [home, programs, localPrograms] = [file('home'), file('programs'), file('local')]
  for (const one of [home, programs, localPrograms]) mkdirSync(one)
  for (const key of ['host_key', 'user_key', 'other_key', 'other_host_key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)])
  copyFileSync(file('user_key.pub'), file('authorized_keys'))
  const [port] = (await freePorts(1)) as [number]
  const publicKey = readFileSync(file('host_key.pub'), 'utf8')
  writeFileSync(file('known_hosts'), `[127.0.0.1]:${port} ${publicKey}`)
  writeFileSync(
    file('ssh_config'),
    `UserKnownHostsFile ${file('known_hosts')}\nGlobalKnownHostsFile /dev/null\nIdentityFile ${file('user_key')}\nIdentitiesOnly yes\n`,
  )
  writeProgram(path.join(localPrograms, 'ssh'), `exec /usr/bin/ssh -F ${file('ssh_config')} "$@"`)
  const asAppUser =
    os.userInfo().username === appUser ? '' : `setpriv --reuid=${appUser} --regid=${appUser} --clear-groups --`
  // Prints a greeting, as many profiles do, but not to rsync and scp, which would fail.
  writeProgram(
    file('session'),
    `export HOME=${home} PATH=${programs}:/usr/bin:/bin
unset SHLVL
cd
case $SSH_ORIGINAL_COMMAND in sh*|\\'sh*) echo Welcome ;; esac
exec ${asAppUser} bash -c "$SSH_ORIGINAL_COMMAND"`,
  )
  // sshd starts `session` in the login shell of the user who runs the tests. Because of SHLVL, bash does not read that user's
  // ~/.bashrc, which can be slow; `session` unsets SHLVL for the account's own bash.
  writeFileSync(
    file('sshd_config'),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${file('host_key')}
AuthorizedKeysFile ${file('authorized_keys')}
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
SetEnv SHLVL=1
Subsystem sftp /usr/lib/openssh/sftp-server
ForceCommand ${file('session')}
`,
  )
  // As root, sshd needs this folder, which Debian's service creates.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-f', file('sshd_config'), '-E', file('sshd.log')], { stdio: 'ignore' })
  onTestFinished(async () => {
    sshd.kill()
    if (sshd.exitCode === null) await once(sshd, 'exit')
    rmSync(folder, { recursive: true })
  })
  await until(() => canConnect(port), 'sshd to listen')

  const root = path.join(home, 'my-api')
  createApp(home, root)
  chownToAppUser(home)
  return {
    home,
    root,
    user: os.userInfo().username,
    port,
    programs,
    localPrograms,
    sshConfig: file('ssh_config'),
    knownHosts: file('known_hosts'),
    connections: () => childProcesses(sshd.pid as number),
  }
}

/** Creates an app root as cPanel's "Setup Node.js App" does, with its app.js and a link into the folder of the Node version. */
function createApp(home: string, root: string): void {
  const venv = path.join(home, 'nodevenv/my-api/20')
  mkdirSync(path.join(venv, 'lib/node_modules'), { recursive: true })
  mkdirSync(path.join(venv, 'bin'))
  // The real one also sets the variables that were entered in cPanel.
  writeProgram(path.join(venv, 'bin/node'), `export FROM_CPANEL=yes\nexec ${process.execPath} "$@"`)
  mkdirSync(path.join(root, 'tmp'), { recursive: true })
  mkdirSync(path.join(root, 'public'))
  symlinkSync(path.join(venv, 'lib/node_modules'), path.join(root, 'node_modules'))
  writeFileSync(path.join(root, 'public/.htaccess'), '# DO NOT REMOVE. CLOUDLINUX PASSENGER CONFIGURATION BEGIN\n')
  writeFileSync(path.join(root, '.htaccess'), '# mine\n')
  writeFileSync(path.join(root, 'stderr.log'), 'An old line of the log\n')
  const hello = "require('http').createServer((_, response) => response.end('It works!\\n')).listen()"
  writeFileSync(path.join(root, 'app.js'), `${hello}\n`)
}

/** True while a deploy holds the lock, or if one has left it behind. */
export function isLocked({ root }: Account): boolean {
  try {
    return Boolean(readlinkSync(path.join(root, 'releases/.lock')))
  } catch {
    return false
  }
}

/** Gives a folder and its files to the user of Passenger's apps. */
export function chownToAppUser(folder: string): void {
  if (os.userInfo().username === appUser) return
  const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, appUser], { encoding: 'utf8' })))
  execFileSync('chown', ['-R', '-h', `${uid}:${gid}`, folder])
}

/** Writes an executable shell script. */
export function writeProgram(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
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
import { until } from '../until.ts'

/** A customer's account on a host, as ssh shows it. */
export interface Account {
  /** Its home folder. */
  readonly home: string
  /** The app root of its one Node.js app, as cPanel leaves it: `~/my-api`. */
  readonly root: string
  /** Who connects. */
  readonly user: string
  readonly port: number
  /** The folder whose programs the account finds first. */
  readonly programs: string
  /** The folder whose programs the deploy finds first on its own machine. */
  readonly localPrograms: string
  /** What ssh reads here instead of ~/.ssh/config; more can be appended. */
  readonly sshConfig: string
  readonly knownHosts: string
  /** The processes of sshd that serve the connections there are now. */
  connections(): number[]
}

/**
 * Starts the real sshd, on 127.0.0.1 with keys and a configuration of its own. What is run through it runs as the user whose
 * apps Passenger runs, with a home folder of its own and bash as on CloudLinux.
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
  program(path.join(localPrograms, 'ssh'), `exec /usr/bin/ssh -F ${file('ssh_config')} "$@"`)
  const asAppUser =
    os.userInfo().username === appUser ? '' : `setpriv --reuid=${appUser} --regid=${appUser} --clear-groups --`
  program(
    file('session'),
    `export HOME=${home} PATH=${programs}:/usr/bin:/bin
unset SHLVL
cd
echo 'Welcome to your account' # as the profile of many does
exec ${asAppUser} bash -c "$SSH_ORIGINAL_COMMAND"`,
  )
  // What rsync and scp speak begins at once.
  program(
    file('session'),
    readFileSync(file('session'), 'utf8').replace(
      /^echo.*$/m,
      "case $SSH_ORIGINAL_COMMAND in sh*|\\'sh*) echo Welcome ;; esac",
    ),
  )
  // sshd starts `session` by the login shell of whoever runs the tests. With SHLVL, bash does not take that for a login and
  // leaves that person's ~/.bashrc alone, which may take longer than all the rest; `session` unsets it for the account's bash.
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
  // As root, sshd wants this folder, which Debian's service makes.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-f', file('sshd_config'), '-E', file('sshd.log')], { stdio: 'ignore' })
  onTestFinished(async () => {
    sshd.kill()
    if (sshd.exitCode === null) await once(sshd, 'exit')
    rmSync(folder, { recursive: true })
  })
  await until(() => canConnect(port), 'sshd to listen')

  const root = path.join(home, 'my-api')
  layOutApp(home, root)
  own(home)
  return {
    home,
    root,
    user: os.userInfo().username,
    port,
    programs,
    localPrograms,
    sshConfig: file('ssh_config'),
    knownHosts: file('known_hosts'),
    connections: () => childrenOf(sshd.pid as number),
  }
}

/** An app root as cPanel's "Setup Node.js App" leaves it: its own app.js, and links into the folder of the Node version. */
function layOutApp(home: string, root: string): void {
  const venv = path.join(home, 'nodevenv/my-api/20')
  mkdirSync(path.join(venv, 'lib/node_modules'), { recursive: true })
  mkdirSync(path.join(venv, 'bin'))
  // The real one brings the variables that were set in cPanel, too.
  program(path.join(venv, 'bin/node'), `export FROM_CPANEL=yes\nexec ${process.execPath} "$@"`)
  mkdirSync(path.join(root, 'tmp'), { recursive: true })
  mkdirSync(path.join(root, 'public'))
  symlinkSync(path.join(venv, 'lib/node_modules'), path.join(root, 'node_modules'))
  writeFileSync(path.join(root, 'public/.htaccess'), '# DO NOT REMOVE. CLOUDLINUX PASSENGER CONFIGURATION BEGIN\n')
  writeFileSync(path.join(root, '.htaccess'), '# mine\n')
  writeFileSync(path.join(root, 'stderr.log'), 'An old line of the log\n')
  const hello = "require('http').createServer((_, response) => response.end('It works!\\n')).listen()"
  writeFileSync(path.join(root, 'app.js'), `${hello}\n`)
}

/** Whether a deploy holds the app root, or has left its lock. */
export function isLocked({ root }: Account): boolean {
  try {
    return Boolean(readlinkSync(path.join(root, 'releases/.lock')))
  } catch {
    return false
  }
}

/** Gives files to the account's user. */
export function own(folder: string): void {
  if (os.userInfo().username === appUser) return
  const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, appUser], { encoding: 'utf8' })))
  execFileSync('chown', ['-R', '-h', `${uid}:${gid}`, folder])
}

/** Writes a program for sh. */
export function program(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/status`, 'utf8').includes(`\nPPid:\t${parent}\n`)
    } catch {
      return false // it has ended
    }
  })
}

import { once } from 'node:events'
import { join } from 'node:path'
import { EnvironmentError, Refused } from '../../../errors/errors.ts'
import { run } from '../../../process/run.ts'
import { runsInCi } from '../../../prompts/terminal.ts'
import type { Config } from '../config/config.ts'
import { capture } from './capture.ts'
import { explainSshError } from './ssh-errors.ts'
import { type Ssh, startSsh } from './start-ssh.ts'

export type Connection = {
  readonly target: string
  /** What ssh and scp are given to go through this connection. */
  readonly options: readonly string[]
  readonly close: () => Promise<void>
}

/**
 * Opens one connection that all that follows goes through: a key is asked for its password once, and a firewall that
 * counts connections sees one. Windows' ssh cannot share one; there it is a check. When it is cut, ssh connects again.
 * `folder` is for its socket. Throws an EnvironmentError without ssh, and Refused if there is no way in.
 */
export async function connect(config: Config, folder: string, signal: AbortSignal): Promise<Connection> {
  const ssh = await run('ssh', ['-V'], { cwd: '.', signal })
  if (ssh.kind === 'missing') throw new EnvironmentError((t) => t.deploy.ssh.missing)
  signal.throwIfAborted()

  const askable = canAsk()
  const socket = socketIn(folder)
  const sharing = socket ? [`ControlPath=${quotePath(socket)}`, 'ControlPersist=no'] : ['ControlPath=none']
  const target = `${config.user}@${config.host}`
  const fixed = [...sshSettings(config, askable), ...sharing]
  const settings = [...fixed, ...(await withoutDetaching(toOptions(fixed), target, signal))]
  const master = toOptions([...settings, `ControlMaster=${socket ? 'yes' : 'no'}`])
  // `cat` ends with our stdin, whatever becomes of us. An account's profile may print things, and end without a line end.
  const child = startSsh([...master, '-T', target, 'echo; echo @ ready; cat > /dev/null'])
  // A person may have to look for a password; nobody else takes that long.
  await ready(child, config, askable ? 300 : 60, signal)
  return { target, options: toOptions([...settings, 'ControlMaster=no']), close: () => closeSsh(child) }
}

/** Waits until the host has let us in. Aborting counts until then; afterwards the connection is needed to tidy up. */
async function ready(child: Ssh, config: Config, seconds: number, signal: AbortSignal): Promise<void> {
  const stop = () => void child.kill()
  signal.addEventListener('abort', stop)
  let isSilent = false
  const timer = setTimeout(() => {
    isSilent = true
    stop()
  }, seconds * 1000)
  try {
    await capture(child, /^@ ready$/m)
  } catch (error) {
    await closeSsh(child)
    if (!isSilent) throw explainSshError(error, config)
    throw new Refused((t) => t.deploy.ssh.silent(config.host, config.port, config.user, seconds), { cause: error })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

async function closeSsh(child: Ssh): Promise<void> {
  child.stdin.end()
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const timer = setTimeout(() => child.kill(), 3000)
  await once(child, 'close').catch(() => {})
  clearTimeout(timer)
}

/** ssh asks on the terminal itself, wherever our stdout goes. */
function canAsk(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY) && !runsInCi()
}

/**
 * Host keys are checked whatever the account's own configuration says: on a terminal, ssh asks about an unknown one. What
 * that configuration has for sessions by hand (forwards, a terminal, commands) is left out; keys, jumps and proxies are not.
 */
function sshSettings({ key, port }: Config, canAsk: boolean): readonly string[] {
  return [
    `StrictHostKeyChecking=${canAsk ? 'ask' : 'yes'}`,
    `BatchMode=${canAsk ? 'no' : 'yes'}`,
    'ConnectTimeout=15',
    'ServerAliveInterval=10',
    'ServerAliveCountMax=3',
    'RequestTTY=no',
    'RemoteCommand=none',
    'PermitLocalCommand=no',
    'ClearAllForwardings=yes', // of ports alone
    'ForwardAgent=no',
    'ForwardX11=no',
    'Tunnel=no',
    'VisualHostKey=no',
    'LogLevel=INFO',
    ...(key ? ['IdentitiesOnly=yes', `IdentityFile=${quotePath(key)}`] : []),
    `Port=${port}`,
  ]
}

/**
 * Settings that take our stdin, our process or our command away, where the configuration has them: ssh before 8.7 rejects
 * their names. `ssh -G` says what it would do (ssh(1)).
 */
async function withoutDetaching(options: readonly string[], target: string, signal: AbortSignal) {
  const inForce = await run('ssh', ['-G', ...options, target], { cwd: '.', signal, timeout: 10_000 })
  const lines = inForce.kind === 'done' ? inForce.stdout.split(/\r?\n/) : [] // what is wrong is said on connecting
  return ['StdinNull=no', 'ForkAfterAuthentication=no', 'SessionType=default'].filter((setting) => {
    const [name = '', value] = setting.toLowerCase().split('=')
    return lines.some((line) => line.startsWith(`${name} `) && line !== `${name} ${value}`)
  })
}

/** A socket cannot have a longer path; ssh adds 17 characters while it opens it. */
function socketIn(folder: string): string | undefined {
  if (process.platform === 'win32') return undefined
  const socket = join(folder, 's')
  return socket.length < 85 ? socket : undefined
}

function toOptions(settings: readonly string[]): readonly string[] {
  return settings.flatMap((setting) => ['-o', setting])
}

/** As ssh's configuration has paths: blanks in quotes, % twice. */
function quotePath(path: string): string {
  const doubled = path.replaceAll('%', '%%')
  return /\s/.test(doubled) ? `"${doubled}"` : doubled
}

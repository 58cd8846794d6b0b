import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { type Probe, versionIn } from '../../checks/probe.ts'
import { askPassenger } from '../../checks/project/passenger.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import type { Messages } from '../../messages/en.ts'
import { onForcedExit } from '../../process/exit-cleanup.ts'
import { suspendWithUs } from '../../process/job-control.ts'
import { start } from '../../process/start.ts'
import { stderrLine } from '../../report/print.ts'
import { type AppRunner, type AppSource, rehearsalFailed, stopSeconds, within } from './app-runner.ts'
import { readLog } from './passenger-log.ts'

/**
 * Starts the core of this machine's Passenger: what starts apps and passes requests on to them, here without a web server
 * in front. It starts the app when the first request comes. Undefined without Passenger, or if it does not run here; a
 * line then says why.
 */
export async function startPassenger(source: AppSource, probe: Probe, t: Messages): Promise<AppRunner | undefined> {
  const version = versionIn(await askPassenger(probe, 'version'))
  if (!version) return undefined
  const name = t.bundle.rehearse.passenger(version)
  const unusable = (reason = t.bundle.rehearse.unknownReason) => {
    stderrLine(t.bundle.rehearse.unusable(name, reason))
    return undefined
  }
  const socketPath = join(source.folder, 'passenger.sock')
  const [agent, args] = await coreCommand(source, probe, socketPath)
  const core = start(agent, ['core', ...args], {
    env: { TMPDIR: source.folder, O2SWITCH_PROCESS: source.way },
    recipient: 'rehearsal',
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // a process group, of which the app is
  })
  try {
    await once(core, 'spawn')
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error))
  }
  const closed = once(core, 'close') // the app has ended, too
  const killNow = () => signalGroup(core, 'SIGKILL')
  const releases = [
    onForcedExit(killNow),
    suspendWithUs({ suspend: () => signalGroup(core, 'SIGSTOP'), resume: () => signalGroup(core, 'SIGCONT') }),
  ]
  const release = () => {
    for (const one of releases) one()
  }
  const log = readLog(core.stderr)
  if (!(await Promise.race([log.isOnline, closed.then(() => false)]))) {
    release()
    return unusable(log.find(/^(.*ERROR.*|.* C .*)$/m) ?? log.lastLine())
  }
  return {
    name: () => name,
    headers: {},
    ready: async () => socketPath,
    async fault() {
      await new Promise(setImmediate) // what was logged before the answer has then been read
      const how = core.signalCode ?? core.exitCode
      if (how !== null)
        throw new EnvironmentError((t) =>
          t.bundle.rehearse.machine(t.bundle.rehearse.passengerEnded(name, String(how))),
        )
      const cause = log.find(/Could not spawn process for application .*?: (.*)/)
      return cause === undefined ? undefined : (t) => t.bundle.rehearse.notStarted(cause)
    },
    async stop() {
      core.kill('SIGTERM')
      await within(stopSeconds + 30, closed, (t) => t.bundle.rehearse.passengerNotStopped(stopSeconds + 30))
      if (log.find(/(didn't shut down within)/)) throw rehearsalFailed((t) => t.bundle.rehearse.killed(stopSeconds))
    },
    async kill() {
      killNow()
      await closed
      release()
    },
  }
}

type Core = { readonly pid?: number | undefined; readonly exitCode: number | null; readonly signalCode: string | null }

function signalGroup({ pid, exitCode, signalCode }: Core, signal: NodeJS.Signals): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal)
}

async function coreCommand({ root, folder, node }: AppSource, probe: Probe, socketPath: string) {
  mkdirSync(join(folder, 'apps.s')) // for the sockets of apps
  const options = {
    '--passenger-root': await about(probe, 'root'),
    '--listen': `unix:${socketPath}`,
    '--app-type': 'node',
    '--startup-file': join(root, 'app.js'),
    '--nodejs': node,
    '--default-user': userInfo().username, // who has made the files: they need not be readable by others
    '--max-pool-size': '1',
  }
  const flags = ['no-user-switching', 'disable-security-update-check', 'disable-anonymous-telemetry']
  const args = [
    ...flags.map((flag) => `--${flag}`),
    ...['--ctl', `instance_dir=${folder}`, '--ctl', `spawn_dir=${folder}`], // as its watchdog would tell it
    ...Object.entries(options).flat(),
    root,
  ]
  return [join(await about(probe, 'support-binaries-dir'), 'PassengerAgent'), args] as const
}

async function about(probe: Probe, what: 'root' | 'support-binaries-dir'): Promise<string> {
  const answer = await askPassenger(probe, what)
  return answer.kind === 'done' ? answer.stdout.trim() : ''
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePorts } from '../ports.ts'
import { childProcesses, processesWhere, workingFolder } from '../proc.ts'
import { until } from '../until.ts'
import { type Installation, thisMachine } from './installation.ts'

const modules = '/usr/lib/apache2/modules'
const locations = '/usr/lib/ruby/vendor_ruby/phusion_passenger/locations.ini'

/** Passenger does not run apps as root: when root runs the tests, the apps get Debian's web server user. */
export const appUser = process.getuid?.() === 0 ? 'www-data' : os.userInfo().username

const appGroup = execFileSync('id', ['-gn', appUser], { encoding: 'utf8' }).trim()

export interface Site {
  /** The app root: a folder that the app's user can read. */
  readonly root: string
  /** The path that the app is mounted at, such as `/api`. By default, the root of the site. */
  readonly baseUri?: string
  readonly environment?: Readonly<Record<string, string>>
  /** The node binary that runs the app. */
  readonly node?: string
  readonly startFile?: string
}

/** A private Apache with Passenger. Each site has its own port on 127.0.0.1. */
export interface Host {
  /** `http://127.0.0.1:<port>` for each site, in the order given, without the base path. */
  readonly urls: readonly string[]
  /** Everything that Apache, Passenger and the apps have logged. */
  log(): string
  /** Stops Apache, Passenger and the apps; fails if an app keeps running. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts Apache and mod_passenger from their Debian packages, without the system's configuration (/etc/apache2), and
 * waits until Apache accepts connections. Passenger checks restart.txt every `statThrottleRate` seconds: 0 means at each
 * request, and its default is 10. Passenger and the apps log to `logFile` if it is given, otherwise to Apache's log, which
 * is the one that `log()` reads.
 */
export async function startHost(
  sites: readonly Site[],
  statThrottleRate = 0,
  logFile?: string,
  installation = thisMachine,
): Promise<Host> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'passenger-'))
  fs.chmodSync(folder, 0o755)
  // Without user switching, Passenger's own processes run as the app's user too.
  fs.mkdirSync(path.join(folder, 'instances'))
  fs.chmodSync(path.join(folder, 'instances'), 0o1777)
  const ports = await freePorts(sites.length)
  const { node } = installation
  fs.writeFileSync(
    path.join(folder, 'apache.conf'),
    configuration(folder, sites, ports, node, statThrottleRate, logFile),
  )
  const log = () => fs.readFileSync(path.join(folder, 'error.log'), 'utf8')

  const apache = await startApache(folder, log, installation)
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    log,
    async [Symbol.asyncDispose]() {
      await stop(apache, installation)
      await until(() => sites.every(({ root }) => appProcesses(root).length === 0), 'the apps to exit')
      fs.rmSync(folder, { recursive: true })
    },
  }
}

/**
 * Apache reads its configuration twice, and unloads mod_passenger in between while its threads may still run. About once
 * in a hundred starts, this crashes Apache (SIGABRT with `boost::lock_error`, or SIGSEGV) before it has opened a port or
 * started an app, so the start is retried.
 */
async function startApache(
  folder: string,
  log: () => string,
  installation: Installation,
  triesLeft = 3,
): Promise<ChildProcess> {
  const command = ['/usr/sbin/apache2', '-f', path.join(folder, 'apache.conf'), '-DFOREGROUND']
  const [program, ...args] = [...installation.enter, ...command] as [string, ...string[]]
  fs.writeFileSync(path.join(folder, 'error.log'), '')
  // Passenger writes an error page to a temporary file for each failed start.
  const env = { ...process.env, TMPDIR: path.join(folder, 'instances') }
  const apache = spawn(program, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  try {
    await until(() => hasExited(apache) || log().includes('resuming normal operations'), 'Apache to start')
  } catch (error) {
    await stop(apache, installation)
    throw new Error(`Apache did not start:\n${log()}`, { cause: error })
  }
  if (!hasExited(apache)) return apache
  if (apache.signalCode !== null && triesLeft > 0) return startApache(folder, log, installation, triesLeft - 1)
  throw new Error(`Apache exited with ${apache.exitCode ?? apache.signalCode}:\n${log()}`)
}

function configuration(
  folder: string,
  sites: readonly Site[],
  ports: readonly number[],
  node: string,
  statThrottleRate: number,
  logFile: string | undefined,
): string {
  const load = (name: string) => `LoadModule ${name}_module ${modules}/mod_${name}.so`
  return `
ServerRoot ${folder}
ServerName 127.0.0.1
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
Mutex file:${folder}
${['mpm_event', 'authz_core', 'env', 'alias', 'dir', 'passenger'].map(load).join('\n')}
# A single child that keeps connections open: Apache would stop spare children, and the responses in flight with them.
ServerLimit 1
StartServers 1
ThreadsPerChild 128
ThreadLimit 128
MaxRequestWorkers 128
MaxKeepAliveRequests 0
KeepAliveTimeout 60
User ${appUser}
Group ${appGroup}
PassengerRoot ${locations}
${logFile ? `PassengerLogFile ${logFile}` : ''}
PassengerDefaultRuby /usr/bin/ruby
PassengerNodejs ${node}
PassengerInstanceRegistryDir ${folder}/instances
PassengerUserSwitching off
PassengerDefaultUser ${appUser}
PassengerDefaultGroup ${appGroup}
Group ${appGroup}
PassengerStatThrottleRate ${statThrottleRate}
PassengerMaxPoolSize 30
PassengerDisableSecurityUpdateCheck on
PassengerDisableAnonymousTelemetry on
${sites.map((site, index) => virtualHost(site, ports[index] as number)).join('\n')}`
}

function virtualHost({ root, baseUri, environment = {}, node, startFile = 'app.js' }: Site, port: number): string {
  const variables = Object.entries(environment).map(([name, value]) => `  SetEnv ${name} "${value}"`)
  const mount = baseUri
    ? `Alias ${baseUri} ${root}/public
  <Location ${baseUri}>
    PassengerBaseURI ${baseUri}
    PassengerAppRoot ${root}
  </Location>`
    : `PassengerAppRoot ${root}`
  return `
Listen 127.0.0.1:${port}
<VirtualHost 127.0.0.1:${port}>
  DocumentRoot ${root}/public
  <Directory ${root}/public>
    Require all granted
  </Directory>
${variables.join('\n')}
  PassengerEnabled on
  PassengerAppType node
  PassengerStartupFile ${startFile}
  PassengerFriendlyErrorPages on
  ${node ? `PassengerNodejs ${node}` : ''}
  ${mount}
</VirtualHost>`
}

/** The pids of an app: Passenger starts apps in their app root. */
export function appProcesses(root: string): number[] {
  return processesWhere((pid) => workingFolder(pid) === root)
}

/** Makes Passenger restart the app at its next request, as a deploy does. */
export function requestRestart(root: string): void {
  const file = path.join(root, 'tmp', 'restart.txt')
  fs.writeFileSync(file, '')
  // Passenger compares times in whole seconds, so each call needs its own.
  const previous = restarts.get(root) ?? Math.floor(Date.now() / 1000)
  restarts.set(root, previous + 1)
  fs.utimesSync(file, previous + 1, previous + 1)
}
const restarts = new Map<string, number>()

/** Restarts an app under load, and waits for a process that is not in `seen`, to which it adds the app's processes. */
export async function restart(root: string, seen: Set<number>): Promise<void> {
  requestRestart(root)
  await until(() => appProcesses(root).some((pid) => !seen.has(pid)), 'a new process')
  for (const pid of appProcesses(root)) seen.add(pid)
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function stop(apache: ChildProcess, { enter }: Installation): Promise<void> {
  if (hasExited(apache)) return
  const exited = once(apache, 'exit')
  if (enter.length === 0) apache.kill('SIGTERM')
  // What enters a chroot starts Apache as its child, and passes no signal on.
  else for (const pid of childProcesses(apache.pid as number)) process.kill(pid, 'SIGTERM')
  await exited
}

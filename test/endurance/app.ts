import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { appProcesses, type Site, startHost } from '../../harness/passenger/passenger.ts'
import { until } from '../../harness/until.ts'
import { requestHello } from './clients/hello.ts'
import type { Port, UnixSocket } from './clients/target.ts'
import type { Subject } from './scenario.ts'

/** An app that Passenger has started and that has answered once. */
export interface App {
  readonly root: string
  /** Through Apache and Passenger. */
  readonly web: Port
  /** The app's only process. */
  pid(): number
  /** The app's own socket, which normally only Passenger connects to. */
  socket(): UnixSocket
  log(): string
  [Symbol.asyncDispose](): Promise<void>
}

/** What is unusual about the place where the app runs. */
export type Place = Omit<Site, 'root'> & { readonly logFile?: string }

export async function openApp(subject: Subject, { logFile, ...site }: Place = {}): Promise<App> {
  const root = await subject.createAppRoot()
  const host = await startHost([{ root, ...site }], 0, logFile, subject.passenger)
  const app: App = {
    root,
    web: { port: portOf(host.urls[0] as string) },
    pid() {
      const [pid, ...others] = appProcesses(root)
      if (pid === undefined || others.length > 0) throw new Error(`expected one process, found ${others.length + 1}`)
      return pid
    },
    socket: () => ({ path: socketOf(app.pid()) }),
    log: host.log,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  }
  try {
    await until(async () => (await requestHello(app.web)) === '200', 'the first answer')
  } catch (error) {
    const log = host.log()
    await app[Symbol.asyncDispose]()
    throw new Error(`${subject.framework} does not answer:\n${log}`, { cause: error })
  }
  return app
}

export function portOf(url: string): number {
  return Number(new URL(url).port)
}

/** The Unix socket that Passenger opened and the app serves. The columns are those of /proc/net/unix in proc(5). */
function socketOf(pid: number): string {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  const own = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]))
  for (const line of readFileSync('/proc/net/unix', 'utf8').split('\n')) {
    const [, , , flags, , , inode, path] = line.trim().split(/\s+/)
    const isListening = flags === '00010000'
    if (isListening && own.has(inode) && path?.includes('/apps.s/')) return path
  }
  throw new Error(`process ${pid} does not listen on a socket of Passenger's`)
}

import { appProcesses, type Site, startHost } from '../../harness/passenger/passenger.ts'
import { until } from '../../harness/until.ts'
import { ask } from './health.ts'
import { appSocket } from './process.ts'
import type { Port, UnixSocket } from './requests.ts'
import type { Subject } from './trial.ts'

/** An app that Passenger has started and that has answered once. */
export interface App {
  readonly root: string
  /** Through Apache and Passenger. */
  readonly web: Port
  /** The app's only process. */
  pid(): number
  /** Straight on the app's socket, as nobody but Passenger should. */
  socket(): UnixSocket
  log(): string
  [Symbol.asyncDispose](): Promise<void>
}

/** What is unusual about where the app runs. */
export type Place = Omit<Site, 'root'> & { readonly logFile?: string }

export async function openApp(subject: Subject, { logFile, ...site }: Place = {}): Promise<App> {
  const root = await subject.layOut()
  const host = await startHost([{ root, ...site }], 0, logFile)
  const app: App = {
    root,
    web: { port: portOf(host.urls[0] as string) },
    pid() {
      const [pid, ...others] = appProcesses(root)
      if (pid === undefined || others.length > 0) throw new Error(`one process was expected, not ${others.length + 1}`)
      return pid
    },
    socket: () => ({ path: appSocket(app.pid()) }),
    log: host.log,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  }
  try {
    await until(async () => (await ask(app.web)) === '200', 'the first answer')
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

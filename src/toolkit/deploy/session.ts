import type { Config } from './config/config.ts'
import type { Log } from './log.ts'
import type { RemoteHost } from './remote/remote-host.ts'
import type { Connection } from './remote/ssh.ts'

/** A deploy that is connected to its host. */
export type Session = {
  readonly config: Config
  readonly connection: Connection
  readonly host: RemoteHost
  readonly log: Log
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

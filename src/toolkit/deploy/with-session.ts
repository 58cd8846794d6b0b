import { inTemporaryFolder } from '../../process/temporary-folder.ts'
import { errorText } from './error-text.ts'
import type { Log } from './log.ts'
import { remoteHost } from './remote/remote-host.ts'
import { connect } from './remote/ssh.ts'
import type { Session } from './session.ts'
import type { Caller } from './whitelist/api.ts'
import { allowAddress } from './whitelist/whitelist.ts'

/** Opens the whitelist and the connection, and closes them whatever happens in between. */
export async function withSession(
  caller: Caller,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const { config } = caller
  const disallow = await allowAddress(caller, log)
  try {
    signal.throwIfAborted()
    await inTemporaryFolder('deploy-', async (folder) => {
      const connection = await connect(config, folder, signal)
      try {
        await work({ config, connection, host: remoteHost(config, connection), log, signal })
      } finally {
        await connection.close()
      }
    })
  } finally {
    // What has happened in between matters more.
    await disallow().catch((error: unknown) =>
      log((t) => {
        const { message, hint } = errorText(error)(t)
        return `${message}\n${hint}`
      }),
    )
  }
}

import { StateUnknown } from '../../../errors/errors.ts'
import type { Localized } from '../../../text/localized.ts'
import { errorText } from '../error-text.ts'
import { awaitHealth, type Mark } from '../health/await-health.ts'
import { type Health, requestHealth } from '../health/health.ts'
import { isRejected, type RemoteHost } from '../remote/remote-host.ts'
import type { Session } from '../session.ts'
import { isRelease, versionOf } from './release-id.ts'

export type Switch = {
  /** A release, `original` or `nothing`. */
  readonly id: string
  /** What is live as far as we know; if something else is, that stays. */
  readonly from: string
  readonly faultOf: (health: Health) => Localized | undefined
}

/**
 * Makes something live and waits until it answers. Returns what is wrong with it, if something is. Throws Refused if the
 * host has rejected it, and StateUnknown if the connection was lost.
 */
export async function switchTo({ id, from, faultOf }: Switch, session: Session): Promise<Localized | undefined> {
  const { config, host, log, signal } = session
  const lost = (error: unknown) => connectionLost(id, error)
  const { own } = await twice(() => host.run('switch', [id, from]), lost)
  if (own) log((t) => t.deploy.release.ownFiles(own.split('\n')))
  if (id === 'nothing') return undefined
  try {
    return await awaitHealth({
      requestHealth: () => requestHealth(config.url),
      readMark: () => twice(() => readMark(id, host), lost),
      faultOf,
      before: isRelease(from) ? versionOf(from) : undefined,
      patience: config.patience,
      signal,
    })
  } catch (error) {
    throw lost(error)
  }
}

async function readMark(id: string, host: RemoteHost): Promise<Mark> {
  // What no deploy has made leaves no mark.
  if (!isRelease(id)) return { hasStarted: false, hasCrashed: false, running: ['unknown'], alive: [] }
  const { started, fallen, running, alive } = await host.run('mark', [id])
  return {
    hasStarted: started === 'yes',
    hasCrashed: fallen !== undefined,
    running: running?.split('\n') ?? [],
    alive: alive?.split('\n') ?? [],
  }
}

/** Tries again if the host has not rejected it: the shared connection may be gone, and ssh then makes one of its own. */
async function twice<T>(action: () => Promise<T>, lost: (error: unknown) => StateUnknown): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (isRejected(error)) throw error
    // A rejection now does not tell what the first try has done.
    return await action().catch((second: unknown) => {
      throw lost(second)
    })
  }
}

function connectionLost(id: string, error: unknown): StateUnknown {
  if (error instanceof StateUnknown) return error
  return new StateUnknown(
    (t) => {
      const { message, hint } = t.deploy.release.lost(id)
      const cause = errorText(error)(t)
      return { message, hint: [hint, cause.message, cause.hint].filter(Boolean).join('\n') }
    },
    { cause: error },
  )
}

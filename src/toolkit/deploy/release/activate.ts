import { Cancelled, StateUnknown, TakenBack } from '../../../errors/errors.ts'
import type { ErrorText, Localized } from '../../../text/localized.ts'
import { errorText } from '../error-text.ts'
import { faultOf, type Health, requestHealth } from '../health/health.ts'
import { isRejected } from '../remote/remote-host.ts'
import type { Session } from '../session.ts'
import { isRelease, versionOf } from './release-id.ts'
import { switchTo } from './switch.ts'

export type Next = {
  readonly id: string
  /** It was uploaded just now, and goes again if it is not accepted. */
  readonly isNew: boolean
}

/**
 * Makes a release live in place of what host.sh saw live, waits until it answers, and goes back if it does not. Throws
 * Refused if nothing was switched, TakenBack (or Cancelled, after a Ctrl-C) if it went back, StateUnknown if it could not.
 */
export async function activate({ id, isNew }: Next, live: string, session: Session): Promise<void> {
  const { config, host, log, signal } = session
  const usual = await requestHealth(config.url)
  signal.throwIfAborted() // the last moment when nothing has to be taken back
  const previous = live === 'foreign' ? 'original' : live
  const drop = async () => {
    if (isNew) await host.run('drop', [id]).catch(() => {}) // the next deploys do it
  }
  log((t) => t.deploy.release.switching(previous, id))
  const fault = await switchTo({ id, from: live, faultOf: faultsOf(id, previous) }, session).catch(async (error) => {
    if (isRejected(error)) await drop()
    throw error
  })
  if (!fault) return

  log((t) => t.deploy.release.goingBack(id, fault(t), previous))
  const { log: hostLog } = await host.run('log').catch(() => ({ log: undefined }))
  const back = { id: previous, from: id, faultOf: faultsOf(previous, id, usual.status) }
  const still = await switchTo(back, { ...session, signal: new AbortController().signal }).catch((error: unknown) => {
    throw notPutBack({ id, fault, previous, error })
  })
  if (!still) await drop()
  const describe = describeReturn({ id, fault, previous, still, hostLog })
  throw signal.aborted && !still ? new Cancelled('SIGINT', describe) : new TakenBack(describe)
}

/**
 * What a release must answer. What no deploy has made may have no health page: any page will do, if it is not one of the
 * release before it, or has the status that it usually has.
 */
function faultsOf(id: string, from: string, usual?: number): (health: Health) => Localized | undefined {
  if (isRelease(id)) return (health) => faultOf(health, versionOf(id))
  return ({ status = 599, version, shown }) => {
    if (version !== undefined && version === versionOf(from)) return (t) => t.deploy.health.otherAnswers(from)
    return status >= 500 && status !== usual ? (t) => t.deploy.health.answers(shown(t)) : undefined
  }
}

type Failed = { readonly id: string; readonly fault: Localized; readonly previous: string }
type WentBack = Failed & {
  /** What is wrong with the one before, too. */
  readonly still: Localized | undefined
  readonly hostLog: string | undefined
}

function describeReturn({ id, fault, previous, still, hostLog }: WentBack): ErrorText {
  return (t) => {
    const { release } = t.deploy
    const healthy = previous === 'nothing' ? release.noneBefore : release.previousLive(previous)
    const state = still ? release.previousUnhealthy(previous, still(t)) : healthy
    const end = hostLog ? [release.log(hostLog.replaceAll('\n', '\n  '))] : []
    return { message: release.takenBack(id, fault(t)), hint: [state, ...end].join('\n') }
  }
}

function notPutBack({ id, fault, previous, error }: Failed & { readonly error: unknown }): StateUnknown {
  return new StateUnknown(
    (t) => {
      const { release } = t.deploy
      const { message, hint } = errorText(error)(t)
      const state = isRejected(error) ? `${release.notPutBack(previous)} ${message}` : message
      const next = isRejected(error) ? release.tryAgain : ''
      return { message: release.unhealthy(id, fault(t)), hint: [state, hint, next].filter(Boolean).join('\n') }
    },
    { cause: error },
  )
}

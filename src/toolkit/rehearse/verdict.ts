import { BuildError, Cancelled } from '../../errors/errors.ts'
import type { Localized } from '../../text/localized.ts'
import type { AppSource, Start } from './app-runner.ts'
import { type Answer, askHealth, checkHealth } from './check-health.ts'
import { machineFault } from './control.ts'

/** What a rehearsal has shown. `unable`: nothing about the app, since this machine can start none like that. */
export type Verdict =
  | { readonly kind: 'passed'; readonly runner: Localized }
  | { readonly kind: 'failed'; readonly runner: Localized; readonly error: BuildError }
  | { readonly kind: 'unable'; readonly reason: Localized | undefined }

export type Rehearsed = {
  readonly start: Start
  readonly source: AppSource
  /** For an app that is known to work. */
  readonly control: AppSource
  readonly version: string
  readonly signal: AbortSignal
}

/** Starts the app, asks /health, and stops it. An app that gave no answer is only blamed if another one does. */
export async function rehearseApp({ start, source, control, version, signal }: Rehearsed): Promise<Verdict> {
  const app = await start(source)
  if (!app) return { kind: 'unable', reason: undefined } // it has said why
  const runner = app.name
  let answer: Answer | undefined
  try {
    answer = await Promise.race([askHealth(app), cancelledBy(signal)])
    await Promise.race([checkHealth(app, answer, { version, way: source.way }), cancelledBy(signal)])
    return { kind: 'passed', runner }
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    await app.kill()
    const reason = answer ? undefined : await machineFault(start, control)
    if (signal.aborted) throw cancelled(signal)
    return reason ? { kind: 'unable', reason } : { kind: 'failed', runner, error }
  } finally {
    await app.kill()
  }
}

/** Fails once we are told to end, so that what was started ends with us. */
function cancelledBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const cancel = () => reject(cancelled(signal))
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
  })
}

function cancelled(signal: AbortSignal): Cancelled {
  return new Cancelled(signal.reason, (t) => t.bundle.rehearse.cancelled)
}

import { Cancelled, EnvironmentError, Refused, StateUnknown, TakenBack } from '../../errors/errors.ts'
import { asMachineFault } from '../../errors/system-errors.ts'

/**
 * Adds to an error of a deploy what has become of what was live. Those that tell it themselves win over Ctrl-C, and Ctrl-C
 * over the others, which it may have caused. 130 for each signal: CI ends a job with SIGTERM, and means the same.
 */
export function withOutcome(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof TakenBack || error instanceof StateUnknown || error instanceof Cancelled) return error
  if (signal.aborted)
    return new Cancelled('SIGINT', (t) => ({ message: t.deploy.interrupted, hint: t.deploy.nothingChanged }))
  const known = asMachineFault(error)
  const isNew = known !== error // of this machine: its disk is full, for instance
  if (!(known instanceof Refused || (isNew && known instanceof EnvironmentError))) return error
  return new Refused(
    (t) => {
      const { message, hint } = known.describe(t)
      return { message, hint: [hint, t.deploy.nothingChanged].filter(Boolean).join('\n') }
    },
    { cause: error },
  )
}

import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { rustUnavailable } from '../../checks/rust/cargo.ts'
import { BuildError, Cancelled, EnvironmentError } from '../../errors/errors.ts'
import { codeOf } from '../../errors/system-errors.ts'
import type { Env } from '../../process/environment.ts'
import { start } from '../../process/start.ts'
import type { Localized } from '../../text/localized.ts'

export type CargoRun = {
  readonly signal: AbortSignal
  /** Our own variables. */
  readonly env?: Env
  /** What state things are in if cargo fails or is stopped, as a sentence. */
  readonly state: Localized
}

/**
 * Runs cargo to its end and returns what it printed on stdout; what it prints on stderr is shown as it comes. Throws an
 * EnvironmentError without cargo, a BuildError if it fails, Cancelled if the signal stopped it.
 */
export async function runCargo(args: readonly string[], { signal, env = {}, state }: CargoRun): Promise<string> {
  const command = `cargo ${args[0]}`
  try {
    const child = start('cargo', args, { env, signal, stdio: ['ignore', 'pipe', 'inherit'] })
    const [stdout, [code, endedBy]] = await Promise.all([text(child.stdout), once(child, 'close')])
    if (code === 0) return stdout
    const reason: Localized = (t) => (endedBy ? t.ended.signal(endedBy) : t.ended.exitCode(code))
    throw new BuildError(
      (t) => ({ message: t.bundle.cargo.failed(command, reason(t)), hint: t.bundle.cargo.sayAbove(state(t)) }),
      [],
    )
  } catch (error) {
    if (signal.aborted) throw new Cancelled(signal.reason, (t) => ({ ...t.cancelled.untouched, hint: state(t) }))
    if (codeOf(error) !== 'ENOENT') throw error
    const { message, hint } = rustUnavailable('cargo', { kind: 'missing' })
    throw new EnvironmentError((t) => ({ message: `${message(t)}.`, hint: hint(t) }), { cause: error })
  }
}

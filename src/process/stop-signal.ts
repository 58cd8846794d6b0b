import { type StopSignal, signalExitCodes } from '../errors/exit-codes.ts'
import { exitIfTerminalGone } from './hangup.ts'

// npm passes on the Ctrl-C that the terminal sends to all of us: a second signal within this time is still the first.
const sameSignalMilliseconds = 300

export type StopHandlers = {
  /** Called once, on the first signal. */
  readonly stopping?: () => void
  /** Called before the second signal ends the process. */
  readonly stoppedImmediately: () => void
}

/**
 * Aborted by the first Ctrl-C (or SIGHUP, SIGQUIT, SIGTERM), with the signal's name as its reason: commands watch it and
 * clean up. A second signal ends the process immediately.
 */
export function stopSignal({ stopping, stoppedImmediately }: StopHandlers): AbortSignal {
  const stop = new AbortController()
  let first = 0
  for (const name of Object.keys(signalExitCodes) as StopSignal[]) {
    process.on(name, () => {
      if (!stop.signal.aborted) {
        first = performance.now()
        stopping?.()
        stop.abort(name)
        return
      }
      if (performance.now() - first < sameSignalMilliseconds) return
      stoppedImmediately()
      process.once('exit', exitIfTerminalGone) // after the listeners that clean up
      process.exit(signalExitCodes[name])
    })
  }
  return stop.signal
}

/**
 * `… | head` closes stdout early, and a terminal can be closed: neither may crash us or stop the work. Any other failure
 * to write the result, such as a full disk, is reported and sets the exit code.
 */
export function surviveClosedOutput(report: (error: Error) => void): void {
  process.stderr.on('error', () => {}) // there is nowhere left to report it
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    report(error)
    process.exitCode ||= 1
  })
}

/**
 * The net below all others: an `error` event without a listener and a rejection without a handler end the process in the words
 * and with the exit code of `report`, and what cleans up on a forced exit does.
 */
export function endOnUncaughtError(report: (error: unknown) => number): void {
  process.on('uncaughtException', (error) => process.exit(report(error)))
}

import { type StopSignal, signalExitCodes } from '../errors/exit-codes.ts'
import { exitIfTerminalGone } from './hangup.ts'

// npm passes on the Ctrl-C that the terminal has sent to all of us: what comes that soon is still the first.
const sameSignalMilliseconds = 300

export type StopHandlers = {
  /** Called once, at the first signal. */
  readonly stopping?: () => void
  /** Called before the process is ended by the second signal. */
  readonly stoppedAtOnce: () => void
}

/**
 * Aborted by the first Ctrl-C (or SIGHUP, SIGQUIT, SIGTERM) with the signal's name as its reason, so that all is left in
 * order; the second one ends the process at once. A command that is to end differently looks at the signal.
 */
export function stopSignal({ stopping, stoppedAtOnce }: StopHandlers): AbortSignal {
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
      stoppedAtOnce()
      process.once('exit', exitIfTerminalGone) // after those who put things in order
      process.exit(signalExitCodes[name])
    })
  }
  return stop.signal
}

/**
 * `… | head` closes our output early, and a terminal may close: neither is a reason to end with a stack, nor to stop the
 * work. A result that was wanted and cannot be written (a full disk) is reported, and becomes the exit code.
 */
export function surviveClosedOutput(report: (error: Error) => void): void {
  process.stderr.on('error', () => {}) // there is nowhere left to report it
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || process.exitCode !== undefined) return
    report(error)
    process.exitCode = 1
  })
}

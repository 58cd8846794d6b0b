import { type ErrorText, inEnglish } from '../text/localized.ts'
import { exitCodes, type StopSignal, signalExitCodes } from './exit-codes.ts'

/**
 * An error that is not our bug. Each subclass is a kind with its own exit code. `describe` gives the message and the
 * hint in the language of the run; `Error.message` is the message in English.
 */
export abstract class ExpectedError extends Error {
  abstract readonly kind: string
  abstract readonly exitCode: number
  readonly describe: ErrorText

  constructor(describe: ErrorText, options?: ErrorOptions) {
    super(inEnglish(describe).message, options)
    this.describe = describe
  }
}

/** A wrong flag, name or setting, a folder that is in use, or a missing answer with nobody to ask. Nothing was written. */
export class UsageError extends ExpectedError {
  readonly kind = 'usage'
  readonly exitCode = exitCodes.usage
}

/** A required program is missing or too old, or the machine is at a limit: its disk is full, no more processes may be started. */
export class EnvironmentError extends ExpectedError {
  readonly kind = 'environment'
  readonly exitCode = exitCodes.environment
}

/** An install, build, bundle or rehearsal failed. `output` is the end of the program's output, empty if it was shown live. */
export class BuildError extends ExpectedError {
  readonly kind = 'build'
  readonly exitCode = exitCodes.build
  readonly output: readonly string[]

  constructor(describe: ErrorText, output: readonly string[], options?: ErrorOptions) {
    super(describe, options)
    this.output = output
  }
}

/** The new release was unhealthy; the previous one is live again. */
export class TakenBack extends ExpectedError {
  readonly kind = 'takenBack'
  readonly exitCode = exitCodes.takenBack
}

/** It is unclear which release is live. */
export class StateUnknown extends ExpectedError {
  readonly kind = 'stateUnknown'
  readonly exitCode = exitCodes.stateUnknown
}

/** The deploy was rejected or cut off; the old release is still live. */
export class Refused extends ExpectedError {
  readonly kind = 'refused'
  readonly exitCode = exitCodes.refused
}

/** Stopped by a signal. The hint says what state the files are in. */
export class Cancelled extends ExpectedError {
  readonly kind = 'cancelled'
  readonly exitCode: number

  constructor(signal: StopSignal, describe: ErrorText = (t) => t.cancelled.untouched) {
    super(describe)
    this.exitCode = signalExitCodes[signal]
  }
}

/** The exit code of the error's kind, or 1 for a bug. */
export function exitCode(error: unknown): number {
  return error instanceof ExpectedError ? error.exitCode : exitCodes.bug
}

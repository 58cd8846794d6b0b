import { type ErrorText, inEnglish } from '../text/localized.ts'
import { exitCodes, type StopSignal, signalExitCodes } from './exit-codes.ts'

/**
 * An error that is not our bug. Each subclass is a kind, and a kind is an exit code; both what happened and what to do
 * about it are required, and are worded in the language of the run. `message` is the former in English.
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

/** A wrong flag, name or setting, a folder in the way, or an answer missing with nobody to ask. Nothing was written. */
export class UsageError extends ExpectedError {
  readonly kind = 'usage'
  readonly exitCode = exitCodes.usage
}

/** A program that we need is missing or too old. */
export class EnvironmentError extends ExpectedError {
  readonly kind = 'environment'
  readonly exitCode = exitCodes.environment
}

/** An install, a build, a bundle or a rehearsal failed. `output` is the end of what the program printed, empty if it was shown live. */
export class BuildError extends ExpectedError {
  readonly kind = 'build'
  readonly exitCode = exitCodes.build
  readonly output: readonly string[]

  constructor(describe: ErrorText, output: readonly string[], options?: ErrorOptions) {
    super(describe, options)
    this.output = output
  }
}

/** The new release did not answer as it should; the one before is live again. */
export class TakenBack extends ExpectedError {
  readonly kind = 'takenBack'
  readonly exitCode = exitCodes.takenBack
}

/** What is live is not sure. */
export class StateUnknown extends ExpectedError {
  readonly kind = 'stateUnknown'
  readonly exitCode = exitCodes.stateUnknown
}

/** The deploy was rejected or cut off; the old release is live, and nothing was switched. */
export class Refused extends ExpectedError {
  readonly kind = 'refused'
  readonly exitCode = exitCodes.refused
}

/** A person or the machine told us to stop. The hint says what state the files are in. */
export class Cancelled extends ExpectedError {
  readonly kind = 'cancelled'
  readonly exitCode: number

  constructor(signal: StopSignal, describe: ErrorText = (t) => t.cancelled.untouched) {
    super(describe)
    this.exitCode = signalExitCodes[signal]
  }
}

/** The exit code for an error: that of its kind, or 1 for a bug. */
export function exitCode(error: unknown): number {
  return error instanceof ExpectedError ? error.exitCode : exitCodes.bug
}

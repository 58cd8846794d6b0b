import { type ErrorText, inEnglish } from '../text/localized.ts'

/**
 * An error that is not our bug. Each subclass is a kind, and a kind is an exit code; what happened and what to do now
 * are told in the language of whoever reads it, and nobody can forget the second. `message` is the first in English.
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

/** A wrong flag or name, a folder in the way, an answer missing and nobody to ask. Nothing was written. */
export class UsageError extends ExpectedError {
  readonly kind = 'usage'
  readonly exitCode = 2
}

/** A program that we need is missing or too old. */
export class EnvironmentError extends ExpectedError {
  readonly kind = 'environment'
  readonly exitCode = 3
}

/** The install or the build failed. `output` is the end of what it said, empty if the person saw it live. */
export class BuildError extends ExpectedError {
  readonly kind = 'build'
  readonly exitCode = 4
  readonly output: readonly string[]

  constructor(describe: ErrorText, output: readonly string[], options?: ErrorOptions) {
    super(describe, options)
    this.output = output
  }
}

/** The signals that end a run, with the exit codes that shells expect after them. */
export const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const

export type StopSignal = keyof typeof signalExitCodes

/** The person (or the machine) told us to stop. What to do now says what state the files are in. */
export class Cancelled extends ExpectedError {
  readonly kind = 'cancelled'
  readonly exitCode: number

  constructor(signal: StopSignal, describe: ErrorText = (t) => t.cancelled.untouched) {
    super(describe)
    this.exitCode = signalExitCodes[signal]
  }
}

/** The exit code that tells a script the truth about this error. */
export function exitCode(error: unknown): number {
  return error instanceof ExpectedError ? error.exitCode : 1
}

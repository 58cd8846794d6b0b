/**
 * An error that is not our bug. Each subclass is a kind, and a kind is an exit code; what happened is the message, and
 * what to do now is the hint, which nobody can forget to give.
 */
export abstract class ExpectedError extends Error {
  abstract readonly exitCode: number
  readonly hint: string

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.hint = hint
  }
}

/** A wrong flag or name, a folder in the way, an answer missing and nobody to ask. Nothing was written. */
export class UsageError extends ExpectedError {
  readonly exitCode = 2
}

/** A program that we need is missing or too old. */
export class EnvironmentError extends ExpectedError {
  readonly exitCode = 3
}

/** `npm install` or the build failed. `output` is the end of what it said, empty if the person saw it live. */
export class BuildError extends ExpectedError {
  readonly exitCode = 4
  readonly output: readonly string[]

  constructor(message: string, hint: string, output: readonly string[], options?: ErrorOptions) {
    super(message, hint, options)
    this.output = output
  }
}

/** The signals that end a run, with the exit codes that shells expect after them. */
export const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const

export type StopSignal = keyof typeof signalExitCodes

/** The person (or the machine) told us to stop. The hint says what state the files are in. */
export class Cancelled extends ExpectedError {
  readonly exitCode: number

  constructor(signal: StopSignal, hint: string) {
    super('Cancelled.', hint)
    this.exitCode = signalExitCodes[signal]
  }
}

/** The exit code that tells a script the truth about this error. */
export function exitCode(error: unknown): number {
  return error instanceof ExpectedError ? error.exitCode : 1
}

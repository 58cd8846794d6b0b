import type { Addon } from '../addon/built-addon.ts'
import { BuildError, ExpectedError, exitCode } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import type { FileAction, MovedFile, Plan } from '../plan/plan.ts'
import type { PlannedStep } from '../plan/planned-steps.ts'
import type { CheckRecord } from './doctor-report.ts'

/** The result of a run so far. */
export type Result = {
  readonly dryRun?: boolean
  readonly project?: ResultProject | undefined
  /** Tools that were found on this machine. */
  readonly tools?: readonly { readonly name: string; readonly version: string }[]
  readonly files?: readonly ResultFile[] | undefined
  /** The user's files that were renamed although the project has no file with that name. */
  readonly setAside?: readonly MovedFile[] | undefined
  /** What in the folders above concerns the project, in the user's language. */
  readonly notices?: readonly ResultNotice[] | undefined
  readonly steps: readonly (StepRecord | PlannedStep)[]
  readonly addon?: Addon | undefined
  /** The commands to continue with, as they are typed. */
  readonly next?: readonly string[] | undefined
  /** The results of `doctor`. */
  readonly checks?: readonly CheckRecord[]
  /** The help or the version, if requested. */
  readonly text?: string
  /** If not 0, although the run threw no error. */
  readonly exitCode?: number
}

/** The result of a command before it starts. */
export function emptyResult(command: string | undefined): Partial<Result> {
  return command === 'doctor' ? {} : { steps: [] }
}

/** What `--json` prints; see schema/result.schema.json. Keys that do not apply are missing. */
export type ResultDocument = Result & Outcome

/** What `doctor --json` prints; see schema/doctor.schema.json. */
export type DoctorDocument = Pick<Result, 'checks'> & Outcome

type Outcome = {
  readonly version: string
  readonly exitCode: number
  readonly error?: ResultError
}

export type ResultError = {
  readonly kind: string
  /** In the user's language, like the hint. */
  readonly message: string
  readonly hint: string
  /** The last lines of the failed program's output. */
  readonly output: readonly string[]
}

export function resultDocument(
  { exitCode: ownExitCode = 0, ...result }: Partial<Result>,
  error: unknown,
  version: string,
  t: Messages,
): Partial<Result> & Outcome {
  if (error === undefined) return { version, exitCode: ownExitCode, ...result }
  return { version, exitCode: exitCode(error), ...result, error: describeError(error, version, t) }
}

function describeError(error: unknown, version: string, t: Messages): ResultError {
  if (!(error instanceof ExpectedError))
    return { kind: 'bug', message: String(error), hint: t.failure.bug(version), output: [] }
  const { message, hint } = error.describe(t)
  return { kind: error.kind, message, hint, output: error instanceof BuildError ? error.output : [] }
}

/** In the user's language. */
export type ResultNotice = { readonly message: string; readonly hint: string }

export type ResultProject = {
  readonly name: string
  /** Absolute. */
  readonly path: string
  readonly framework: string
  readonly packageManager: string
  readonly ci: string
  readonly language: string
}

/** Paths are relative to the project, with forward slashes. */
export type ResultFile = {
  readonly path: string
  readonly bytes: number
  readonly status: FileAction['status']
  /** Where the previous file is kept. */
  readonly backup?: string
  /** The user's file that keeps the name that this one would have had. */
  readonly beside?: string
}

export type StepName = 'look' | 'write' | 'install' | 'commit' | 'build'

export type StepRecord = {
  readonly name: StepName
  readonly status: 'done' | 'failed' | 'skipped' | 'lacking' | 'stopped'
  readonly seconds: number
  /** As typed in the project folder. */
  readonly command?: string
  /** In the user's language. */
  readonly why?: string
}

export function describeProject({ name, destination, framework, packageManager, ci, language }: Plan): ResultProject {
  return { name, path: destination.path, framework: framework.name, packageManager: packageManager.name, ci, language }
}

export function describeFiles({ files }: Plan): ResultFile[] {
  return files.map(({ path, content, action }) => ({ path, bytes: content.length, ...action }))
}

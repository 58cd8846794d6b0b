import type { Addon } from '../addon/built-addon.ts'
import { BuildError, ExpectedError, exitCode } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import type { FileAction, MovedFile, Plan } from '../plan/plan.ts'
import type { PlannedStep } from '../plan/planned-steps.ts'
import type { CheckRecord } from './doctor-report.ts'

/** What is known of a run, as far as it has come. */
export type Result = {
  readonly dryRun?: boolean
  readonly project?: ResultProject | undefined
  /** What was found on this machine. */
  readonly tools?: readonly { readonly name: string; readonly version: string }[]
  readonly files?: readonly ResultFile[] | undefined
  /** Files of the person's that got another name, though the project has none in their place. */
  readonly setAside?: readonly MovedFile[] | undefined
  readonly steps: readonly (StepRecord | PlannedStep)[]
  readonly addon?: Addon | undefined
  /** The commands to go on with, as one would type them. */
  readonly next?: readonly string[] | undefined
  /** What `doctor` found. */
  readonly checks?: readonly CheckRecord[]
  /** The help or the version, if that was asked for. */
  readonly text?: string
  /** Of a run without an error that has no good news either. */
  readonly exitCode?: number
}

/** What a command has found out before it begins. */
export function emptyResult(command: string | undefined): Partial<Result> {
  return command === 'doctor' ? {} : { steps: [] }
}

/** What `--json` prints, as schema/result.schema.json describes it. A key that does not apply is not there. */
export type ResultDocument = Result & Ending

/** What `doctor --json` prints, as schema/doctor.schema.json describes it. */
export type DoctorDocument = Pick<Result, 'checks'> & Ending

type Ending = {
  readonly version: string
  readonly exitCode: number
  readonly error?: ResultError
}

export type ResultError = {
  readonly kind: string
  /** Both in the language of the person. */
  readonly message: string
  readonly hint: string
  /** The last lines of what failed. */
  readonly output: readonly string[]
}

export function resultDocument(
  { exitCode: found = 0, ...result }: Partial<Result>,
  error: unknown,
  version: string,
  t: Messages,
): Partial<Result> & Ending {
  if (error === undefined) return { version, exitCode: found, ...result }
  return { version, exitCode: exitCode(error), ...result, error: describeError(error, version, t) }
}

function describeError(error: unknown, version: string, t: Messages): ResultError {
  if (!(error instanceof ExpectedError))
    return { kind: 'bug', message: String(error), hint: t.failure.bug(version), output: [] }
  const { message, hint } = error.describe(t)
  return { kind: error.kind, message: message, hint: hint, output: error instanceof BuildError ? error.output : [] }
}

export type ResultProject = {
  readonly name: string
  /** Absolute. */
  readonly path: string
  readonly framework: string
  readonly packageManager: string
  /** `none` if nobody tests and deploys it. */
  readonly ci: string
  readonly language: string
}

/** Paths are relative to the project, with forward slashes. */
export type ResultFile = {
  readonly path: string
  readonly bytes: number
  readonly status: FileAction['status']
  /** Where what was there before is kept. */
  readonly backup?: string
  /** The person's file that has the name which this one would have had. */
  readonly beside?: string
}

export type StepName = 'look' | 'write' | 'install' | 'commit' | 'build'

export type StepRecord = {
  readonly name: StepName
  readonly status: 'done' | 'failed' | 'skipped' | 'lacking' | 'stopped'
  /** How long it took. */
  readonly seconds: number
  /** As one would type it in the project's folder. */
  readonly command?: string
  /** In the language of the person. */
  readonly why?: string
}

export function describeProject({ name, destination, framework, packageManager, ci, language }: Plan): ResultProject {
  return { name, path: destination.path, framework: framework.name, packageManager: packageManager.name, ci, language }
}

export function describeFiles({ files }: Plan): ResultFile[] {
  return files.map(({ path, content, action }) => ({ path, bytes: content.length, ...action }))
}

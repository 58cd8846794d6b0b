import type { Messages } from '../messages/en.ts'
import type { Localized } from '../text/localized.ts'

/** Part of the public contract of `doctor --json`. */
export type CheckName =
  | 'node'
  | 'packageManager'
  | 'cargo'
  | 'rustc'
  | 'linker'
  | 'target'
  | 'zig'
  | 'git'
  | 'disk'
  // Only in a project's own doctor:
  | 'napi'
  | 'ssh'
  | 'rsync'
  | 'passenger'

export type CheckOutcome = CheckSuccess | CheckFailure | CheckOptional

export type CheckSuccess = {
  readonly status: 'passed'
  readonly version?: string | undefined
  readonly detail?: Localized
}

/** Why it cannot be used (no final period), and how to fix it. */
export type CheckFailure = { readonly status: 'failed'; readonly message: Localized; readonly hint: Localized }

/** Missing or unknown, but not required: what it would be used for, and how to get it. */
export type CheckOptional = { readonly status: 'optional'; readonly detail: Localized; readonly hint?: Localized }

/** The steps that need tools. */
export type ToolStep = 'install' | 'build'

export type CheckResult = CheckOutcome & {
  readonly name: CheckName
  /** The name for users. */
  readonly title: Localized
  /** The step that is impossible if the check failed. */
  readonly blocks?: ToolStep | undefined
}

/** A failed check, and the step that has to be skipped because of it. */
export type MissingRequirement = { readonly blocks: ToolStep; readonly message: Localized; readonly hint: Localized }

type Problem = { readonly message: Localized; readonly hint: Localized }

/** Without duplicates: if Rust is missing, both cargo and rustc report it. */
export function listProblems(problems: readonly Problem[], t: Messages): string {
  return t.failure.problems([...new Set(problems.map(({ message }) => message(t)))])
}

export function listHints(problems: readonly Problem[], t: Messages): string[] {
  return [...new Set(problems.map(({ hint }) => hint(t)))]
}

import type { Localized } from '../text/localized.ts'

/** Also the names of the checks in `doctor --json`, so they stay as they are. */
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
  // Of a project's own doctor:
  | 'napi'
  | 'ssh'
  | 'rsync'
  | 'passenger'

/** What a check found out. */
export type CheckOutcome = Passed | Failed | Optional

export type Passed = { readonly status: 'passed'; readonly version?: string | undefined; readonly detail?: Localized }

/** Of no use: why, as a sentence without its end, and what to do about it. */
export type Failed = { readonly status: 'failed'; readonly message: Localized; readonly hint: Localized }

/** Not there, and a project can do without it: what it would be for, and how to get it. */
export type Optional = { readonly status: 'unneeded'; readonly detail: Localized; readonly hint?: Localized }

/** The steps that need more of a machine than a disk to write on. */
export type ToolStep = 'install' | 'build'

export type CheckResult = CheckOutcome & {
  readonly name: CheckName
  /** What people call it. */
  readonly title: Localized
  /** The step that cannot be done if the check failed. */
  readonly blocks?: ToolStep | undefined
}

/** A check that failed, and the step that has to be left out for it. */
export type MissingRequirement = { readonly blocks: ToolStep; readonly message: Localized; readonly hint: Localized }

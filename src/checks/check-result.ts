import type { Phrase } from '../text/localized.ts'

/** Also the names of the checks in `doctor --json`, so they stay as they are. */
export type CheckName = 'node' | 'packageManager' | 'cargo' | 'rustc' | 'linker' | 'target' | 'zig' | 'git' | 'disk'

/** What a check found out. */
export type Outcome = Passed | Failed | Unneeded

export type Passed = { readonly status: 'passed'; readonly version?: string | undefined; readonly detail?: Phrase }

/** Of no use: why, as a sentence without its end, and what to do about it. */
export type Failed = { readonly status: 'failed'; readonly problem: Phrase; readonly mend: Phrase }

/** Not there, and a project can do without it: what it would be for, and how to get it. */
export type Unneeded = { readonly status: 'unneeded'; readonly detail: Phrase; readonly mend?: Phrase }

/** The steps that need more of a machine than a disk to write on. */
export type NeedyStep = 'install' | 'build'

export type Finding = Outcome & {
  readonly name: CheckName
  /** What people call it. */
  readonly title: Phrase
  /** The step that cannot be done if the check failed. */
  readonly blocks?: NeedyStep | undefined
}

/** A check that failed, and the step that has to be left out for it. */
export type Lack = { readonly blocks: NeedyStep; readonly problem: Phrase; readonly mend: Phrase }

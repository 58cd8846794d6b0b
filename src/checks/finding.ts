import type { Lack } from '../core/unfinished.ts'

/** What a check needs to know about the run that it is for. */
export type Needs = {
  readonly cwd: string
  readonly packageManager: string
  readonly install: boolean
  readonly build: boolean
  readonly minimumRust: string | undefined
  readonly signal?: AbortSignal | undefined
}

export type Finding =
  | { readonly tool: string; readonly status: 'passed'; readonly version: string }
  | ({ readonly status: 'failed' } & Lack)

/** One tool, looked at. */
export type Check = {
  readonly tool: string
  /** What people call it. */
  readonly title: (needs: Needs) => string
  readonly isNeeded: (needs: Needs) => boolean
  readonly look: (needs: Needs) => Promise<Finding>
}

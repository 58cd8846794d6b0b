/** What a check needs to know about the run that it is for. */
export type Needs = {
  readonly cwd: string
  readonly install: boolean
  readonly build: boolean
  readonly minimumRust: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** What a check found. `problem` says what is wrong in a sentence, `mend` what to do about it. */
export type Finding =
  | { readonly tool: string; readonly status: 'passed'; readonly version: string }
  | { readonly tool: string; readonly status: 'failed'; readonly problem: string; readonly mend: string }
  | { readonly tool: string; readonly status: 'not needed' }

/** One tool, looked at. */
export type Check = {
  readonly tool: string
  readonly isNeeded: (needs: Needs) => boolean
  readonly look: (needs: Needs) => Promise<Finding>
}

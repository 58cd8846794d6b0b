import type { Messages } from '../messages/en.ts'
import type { Env } from '../process/environment.ts'
import type { Prompter } from '../prompts/ask.ts'
import type { Localized } from '../text/localized.ts'

/** What a command gets from main besides its flags. */
export type Context = {
  readonly t: Messages
  /** Of create-o2switch-rust. */
  readonly version: string
  /** The caller's variables. */
  readonly env: Env
  readonly prompter: Prompter
  /** Aborted by the first Ctrl-C, with the name of the signal as its reason. */
  readonly signal: AbortSignal
  /** What to say when a second Ctrl-C ends us at once. */
  readonly setStoppedImmediately: (text: Localized) => void
  /** The exit code of a run without an error that has no good news either. */
  readonly setExitCode: (code: number) => void
}

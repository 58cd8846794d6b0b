import type { Language } from '../choices/language.ts'
import type { Messages } from '../messages/en.ts'
import type { Prompter } from '../prompts/ask.ts'
import type { Result } from '../report/result.ts'

/** What a command gets from main besides the flags. */
export type Context = {
  /** The folder of the templates. */
  readonly templates: string
  /** The folder of the built toolkit, which is written into projects. */
  readonly toolkit: string
  readonly version: string
  readonly language: Language
  readonly t: Messages
  /** Who started us: its project is installed by the same program. */
  readonly packageManager: string
  readonly prompter: Prompter
  /** Aborted, with the name of the signal as its reason, when the person wants us to stop. */
  readonly signal?: AbortSignal | undefined
  /** Takes down a part of the result as soon as it is known, so that a failure can tell it too. */
  readonly record: (part: Partial<Result>) => void
}

import type { Language } from '../choices/language.ts'
import type { Messages } from '../messages/en.ts'
import type { Prompter } from '../prompts/ask.ts'
import type { Result } from '../report/result.ts'

/** What main passes to a command besides the flags. */
export type Context = {
  /** The folder of the templates. */
  readonly templates: string
  /** The folder of the built toolkit, which is written into projects. */
  readonly toolkit: string
  readonly version: string
  readonly language: Language
  readonly t: Messages
  /** The package manager that started us, which will install the project by default. */
  readonly packageManager: string
  readonly prompter: Prompter
  /** Aborted by the first Ctrl-C, with the name of the signal as its reason. */
  readonly signal?: AbortSignal | undefined
  /** Records a part of the result as soon as it is known, so that it is reported even after a failure. */
  readonly record: (part: Partial<Result>) => void
}

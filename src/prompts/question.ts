import type { Localized } from '../text/localized.ts'

export type Choice = { readonly value: string; readonly name: string; readonly short: string }

/** Something that must be known before anything starts, as it is asked at a prompt. */
export type Question = {
  readonly name: string
  readonly message: Localized
  /** Taken if nothing is typed; an empty one is shown as none. */
  readonly defaultAnswer: string
  readonly choices?: readonly Choice[]
}

/** By the names of the questions. */
export type Answers = Readonly<Record<string, string | undefined>>

import type { Localized } from '../text/localized.ts'

export type Choice = { readonly value: string; readonly name: string; readonly short: string }

/** A question to ask at a prompt. */
export type Question = {
  readonly name: string
  readonly message: Localized
  /** Used if nothing is typed; an empty one is not shown. */
  readonly defaultAnswer: string
  readonly choices?: readonly Choice[]
}

/** Answers by the name of the question. */
export type Answers = Readonly<Record<string, string | undefined>>

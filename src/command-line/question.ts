import type { Localized } from '../text/localized.ts'

export type Answer = 'directory' | 'framework'
export type Answers = { readonly [name in Answer]?: string | undefined }

export type Choice = { readonly value: string; readonly name: string; readonly short: string }

/** What must be known before anything starts, in the words of whoever asks for it. */
export type Question = {
  readonly name: Answer
  readonly message: Localized
  readonly defaultAnswer: string
  readonly choices?: readonly Choice[]
  /** How the same answer is given on the command line. */
  readonly example: string
}

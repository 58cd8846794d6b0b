import { en, type Messages } from '../messages/en.ts'

/** A text in the language of the run. Pass this on instead of a finished string: only printing knows the language. */
export type Localized<T = string> = (t: Messages) => T

/** What happened, and what to do about it. */
export type ErrorText = Localized<{ readonly message: string; readonly hint: string }>

/** For stacks and logs, which maintainers read. */
export function inEnglish<T>(text: Localized<T>): T {
  return text(en)
}

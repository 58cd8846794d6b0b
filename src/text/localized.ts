import { en, type Messages } from '../messages/en.ts'

/** Something to say, worded only when the language is known. Pass this on, not the finished text. */
export type Localized<T = string> = (t: Messages) => T

/** What happened, and what to do about it. */
export type ErrorText = Localized<{ readonly message: string; readonly hint: string }>

/** For stacks and logs, which maintainers read. */
export function inEnglish<T>(text: Localized<T>): T {
  return text(en)
}

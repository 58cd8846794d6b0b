import { en, type Messages } from '../messages/en.ts'

/** Something to say, in whichever language it will be said: what has a message passes on this, not the words. */
export type Localized = (t: Messages) => string

/** What happened, and what to do now. */
export type ErrorWords = { readonly message: string; readonly hint: string }
export type ErrorText = (t: Messages) => ErrorWords

/** For stacks and logs, which are read by whoever mends the tool. */
export function inEnglish<Words>(phrase: (t: Messages) => Words): Words {
  return phrase(en)
}

import { en, type Messages } from '../messages/en.ts'

/** Something to say, in whichever language it will be said: what has a message passes on this, not the words. */
export type Phrase = (say: Messages) => string

/** What happened, and what to do now. */
export type Told = { readonly what: string; readonly now: string }
export type Telling = (say: Messages) => Told

/** For stacks and logs, which are read by whoever mends the tool. */
export function inEnglish<Words>(phrase: (say: Messages) => Words): Words {
  return phrase(en)
}

import type { Phrase } from './phrase.ts'

/** Where the project goes. */
export type Target = {
  readonly path: string
  /** The same place in the shortest form that works from here. */
  readonly shown: string
  readonly folder: string
  /** The folder is there already. */
  readonly exists: boolean
  /** It holds what is the person's own, which --overwrite let pass. */
  readonly occupied?: boolean
}

/** The place, in words for a sentence. */
export function place({ shown }: Target): Phrase {
  return (say) => (shown === '.' ? say.folder.here : shown)
}

import type { Phrase } from '../text/localized.ts'

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

/** Whether shells there are those of Windows. On all other systems a path from the root begins with a slash. */
export function onWindows({ path }: Target): boolean {
  return !path.startsWith('/')
}

/** The place, in words for a sentence. */
export function place({ shown }: Target): Phrase {
  return (say) => (shown === '.' ? say.folder.here : shown)
}

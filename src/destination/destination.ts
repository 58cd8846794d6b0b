import type { Localized } from '../text/localized.ts'

/** Where the project goes. */
export type Destination = {
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
export function onWindows({ path }: Destination): boolean {
  return !path.startsWith('/')
}

/** The place, in words for a sentence. */
export function place({ shown }: Destination): Localized {
  return (t) => (shown === '.' ? t.folder.here : shown)
}

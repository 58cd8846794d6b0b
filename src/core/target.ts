/** Where the project goes. */
export type Target = {
  readonly path: string
  /** The same place in the shortest form that works from here. */
  readonly shown: string
  readonly folder: string
  /** The folder is there already, and empty. */
  readonly exists: boolean
}

/** The place, in words for a sentence. */
export function place({ shown }: Target): string {
  return shown === '.' ? 'this folder' : shown
}

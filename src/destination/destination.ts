import type { Localized } from '../text/localized.ts'

/** The folder of the project. */
export type Destination = {
  /** Absolute. */
  readonly path: string
  /** The shortest form of the path that works from the current folder. */
  readonly shown: string
  /** The last part of the path. */
  readonly folder: string
  readonly exists: boolean
  /** It contains files of the user's, which --overwrite allowed. */
  readonly occupied?: boolean
}

/** Whether the destination is on Windows. Everywhere else, an absolute path starts with a slash. */
export function onWindows({ path }: Destination): boolean {
  return !path.startsWith('/')
}

/** The destination as a part of a sentence. */
export function place({ shown }: Destination): Localized {
  return (t) => (shown === '.' ? t.folder.here : shown)
}

import { BuildError } from '../../errors/errors.ts'
import type { Localized } from '../../text/localized.ts'
import type { Way } from '../way.ts'

/** What runs the app, as the host does. */
export type AppRunner = {
  /** What to call it in a sentence. */
  readonly name: Localized
  /** Those that come with each request on the host. */
  readonly headers: Readonly<Record<string, string>>
  /** Waits until requests can be made, and returns the socket for them; throws a BuildError if the app has ended before. */
  readonly ready: () => Promise<string>
  /**
   * What an answer, or none, does not tell: why there was no app to give it. Throws an EnvironmentError if it was not the app's
   * fault.
   */
  readonly fault: () => Promise<Localized | undefined>
  /** Has the app end, as Passenger does; throws a BuildError if it does not, or not well. */
  readonly stop: () => Promise<void>
  /** Ends all that is left, if anything is. */
  readonly kill: () => Promise<void>
}

export type AppSource = {
  /** The app root: the unpacked bundle. */
  readonly root: string
  /** For all that the runner writes: empty. */
  readonly folder: string
  /** The Node.js program that starts the app. */
  readonly node: string
  /** Which process is to serve it then. */
  readonly way: Way
}

/** Starts an app. Undefined if that is not possible on this machine; a line has then said why. */
export type Start = (source: AppSource) => Promise<AppRunner | undefined>

// Passenger's limits.
export const startSeconds = 90
export const stopSeconds = 60

/** What is wrong with the bundle. */
export function rehearsalFailed(message: Localized, options?: ErrorOptions): BuildError {
  return new BuildError((t) => ({ message: message(t), hint: t.bundle.rehearse.hint }), [], options)
}

/** The result of a promise, or a BuildError with this message if it takes longer. */
export async function within<T>(seconds: number, promise: Promise<T>, message: Localized): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(rehearsalFailed(message)), seconds * 1000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

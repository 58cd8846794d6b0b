import { Failure } from '../failure.mjs'

/**
 * @typedef {object} Host what runs the app
 * @property {string} name for a person
 * @property {string} socketPath where it takes requests
 * @property {Record<string, string>} headers that come with each request on the host
 * @property {() => Promise<void>} ready waits until requests can be made; a Failure if the app has ended before
 * @property {() => Promise<string | undefined>} fault what an answer does not tell: why there was no app to give it
 * @property {() => Promise<void>} stop has the app end, as Passenger does; a Failure if it does not
 * @property {() => Promise<void>} kill ends all that is left
 */

// Passenger's limits.
export const startSeconds = 90
export const stopSeconds = 60

/**
 * @template T
 * @param {number} seconds
 * @param {Promise<T>} promise
 * @param {string} what
 * @returns {Promise<T>}
 */
export async function within(seconds, promise, what) {
  let timer
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Failure(`${what} within ${seconds} seconds.`)), seconds * 1000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The environment of the app: the host sets none of these. */
export function environment() {
  const { PORT, HOST, ADDON, ...env } = process.env
  return env
}

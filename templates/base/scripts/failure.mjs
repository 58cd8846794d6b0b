/** What its message explains to whoever runs a script: no stack is needed. */
export class Failure extends Error {}

/**
 * Runs a script: a failure is told on stderr, and the exit code is 1.
 * @param {() => Promise<void>} script
 */
export async function run(script) {
  try {
    await script()
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}

import { Failure } from '../failure.mjs'

/**
 * How a deploy ends when it does not succeed.
 * 2: something is missing or wrong in what you gave. 3: a program is missing on this machine. 4: refused or cut off, nothing
 * live has changed. 5: the new release did not answer as it should, the previous one is back. 6: nobody can tell which
 * release is live, or the new one is and could not be taken back. 130: Ctrl-C.
 */
export class DeployError extends Failure {
  /**
   * @param {2 | 3 | 4 | 5 | 6 | 130} exitCode
   * @param {string} message what happened, why, and what to do
   * @param {unknown} [cause]
   */
  constructor(exitCode, message, cause) {
    super(message, { cause })
    this.exitCode = exitCode
  }
}

/**
 * All that is told goes to stderr: stdout is for the URL alone.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

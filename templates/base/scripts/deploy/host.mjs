import { readFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { DeployError } from './error.mjs'
import { Ended, explain, refused } from './explain.mjs'
import { answered, startSsh } from './ssh.mjs'

const script = readFileSync(new URL('host.sh', import.meta.url))

/**
 * @typedef {import('./config.mjs').Config} Config
 * @typedef {import('./ssh.mjs').Connection} Connection
 * @typedef {Record<string, string>} Answers
 */

/** What can be done on the host: the commands of host.sh. */
export class Host {
  /**
   * @param {Config} config
   * @param {Connection} connection
   */
  constructor(config, connection) {
    this.config = config
    this.connection = connection
  }

  /**
   * Runs a command of host.sh and returns its answers; several of one name are joined by line ends.
   * @param {string} command
   * @param {string[]} args
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answers>}
   */
  async run(command, args = [], signal) {
    const timeout = AbortSignal.timeout(120_000)
    const child = this.#start(command, args, signal ? AbortSignal.any([signal, timeout]) : timeout)
    child.stdin.end(script)
    try {
      return answersOf(await answered(child))
    } catch (error) {
      throw this.#failure(error)
    }
  }

  /**
   * Keeps the app root for this deploy, and other deploys out; ends when the connection does.
   * @param {string} version
   * @returns {Promise<{ id: string, release: () => Promise<void> }>} an id for a new release
   */
  async hold(version) {
    const who = `${userInfo().username} at ${hostname()}`.replace(/[^\w .-]/g, '_')
    const child = this.#start('hold', [who, version])
    child.stdin.write(script)
    const ended = new Promise((resolve) => child.once('close', resolve))
    const timer = setTimeout(() => child.kill(), 60_000)
    try {
      const { locked } = answersOf(await answered(child, /^@ locked=.*$/m))
      return {
        id: locked,
        async release() {
          child.stdin.end()
          await ended
        },
      }
    } catch (error) {
      throw this.#failure(error)
    } finally {
      clearTimeout(timer)
    }
  }

  /** @param {any} error */
  #failure(error) {
    if (!(error instanceof Ended) || error.how !== refused) return explain(error, this.config)
    const reason = answersOf(error.stdout).error
    const advice = /^locked/.test(reason)
      ? '. One deploy at a time: wait for it. If nobody deploys any more, npm run deploy -- --unlock.'
      : '.'
    return new DeployError(4, `On the host: ${reason}${advice}\n${error.stderr.trim()}`.trim(), error)
  }

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {AbortSignal} [signal]
   */
  #start(command, args, signal) {
    const words = ['sh', '-s', '--', command, this.config.appRoot, ...args].map(quote)
    const { options, target } = this.connection
    return startSsh([...options, '-T', target, words.join(' ')], signal)
  }
}

/** @param {string} word */
function quote(word) {
  return `'${word.replaceAll("'", "'\\''")}'`
}

/**
 * @param {string} stdout
 * @returns {Answers}
 */
function answersOf(stdout) {
  /** @type {Answers} */
  const answers = {}
  for (const [, key, value] of stdout.matchAll(/^@ (\w+)=(.*)$/gm))
    answers[key] = key in answers ? `${answers[key]}\n${value}` : value
  return answers
}

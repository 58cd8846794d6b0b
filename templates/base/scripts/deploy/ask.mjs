import { createInterface } from 'node:readline/promises'
import { DeployError, say } from './error.mjs'
import { fields } from './fields.mjs'

/**
 * Asks on a terminal for what is not known yet.
 * @param {Record<string, string | undefined>} known what is asked for is put in here
 */
export async function ask(known) {
  const questions = createInterface({ input: process.stdin, output: process.stderr })
  const ended = new Promise((_, reject) => {
    questions.once('close', () => reject(new DeployError(130, 'Nothing was saved, nothing was deployed.')))
  })
  ended.catch(() => {})
  for (const { key, ask, valid, tidy = (/** @type {string} */ text) => text, otherwise } of fields) {
    while (known[key] === undefined) {
      const question = questions.question(`${ask}${otherwise ? ` [${otherwise}]` : ''}: `)
      const answer = tidy((await Promise.race([question, ended])).trim()) || otherwise
      if (answer === '' || valid(answer ?? '')) known[key] = answer
      else say('That cannot be.')
    }
  }
  questions.close()
}

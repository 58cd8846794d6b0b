import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { ask } from './ask.mjs'
import { DeployError, say } from './error.mjs'
import { check, fields } from './fields.mjs'

export const file = 'deploy.json'

/**
 * @typedef {object} Config
 * @property {string} host
 * @property {string} user
 * @property {string} appRoot below the home folder, or absolute
 * @property {string} url without a slash at its end
 * @property {string} port
 * @property {string} key path, or nothing
 * @property {number} patience how many seconds a new release may take until it answers
 */

/**
 * Reads the file and the environment; on a terminal, asks for what neither says and saves it.
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} terminal
 * @returns {Promise<Config>}
 */
export async function configure(env, terminal) {
  const saved = readSaved()
  // A variable that is set to nothing, as workflows do for what they do not have, is not set.
  const known = Object.fromEntries(fields.map(({ key, env: name }) => [key, env[name]?.trim() || saved[key]]))
  const missing = fields.filter(({ key, otherwise }) => known[key] === undefined && otherwise === undefined)
  if (missing.length > 0) {
    if (!terminal) throw new DeployError(2, missingMessage(missing))
    await ask(known)
    check(known)
    writeFileSync(file, `${JSON.stringify(known, undefined, 2)}\n`)
    say(`Saved in ${file}: no secret is in it, commit it.\n`)
  }
  for (const { key, otherwise, tidy = (text) => text } of fields) known[key] = tidy(known[key] ?? otherwise)
  check(known)
  const patience = Number(env.O2SWITCH_PATIENCE?.trim() || 120)
  if (!(patience > 0)) throw new DeployError(2, 'O2SWITCH_PATIENCE is a number of seconds.')
  return /** @type {Config} */ ({ ...known, patience })
}

/** @returns {Record<string, string>} */
function readSaved() {
  if (!existsSync(file)) return {}
  let saved
  try {
    saved = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new DeployError(2, `${file} is no JSON: ${error.message}`, error)
  }
  if (typeof saved !== 'object' || saved === null || Array.isArray(saved))
    throw new DeployError(2, `${file} holds no object: { "host": "…", "user": "…", … }.`)
  const strange = Object.keys(saved).filter((key) => !fields.some((field) => field.key === key))
  if (strange.length > 0)
    throw new DeployError(
      2,
      `${file} has "${strange.join('", "')}". It knows ${fields.map(({ key }) => key).join(', ')};
secrets such as the API token belong in the environment (O2SWITCH_API_TOKEN).`,
    )
  const said = Object.entries(saved).filter(([, value]) => value !== null && value !== '')
  const odd = said.find(([, value]) => !['string', 'number'].includes(typeof value))
  if (odd) throw new DeployError(2, `${file}: "${odd[0]}" must be text.`)
  return Object.fromEntries(said.map(([key, value]) => [key, String(value).trim()]))
}

/** @param {{ env: string, key: string, ask: string }[]} missing */
function missingMessage(missing) {
  const lines = missing.map(({ env, key, ask }) => `  ${env.padEnd(18)} or "${key}" in ${file}: ${ask}`)
  return `The deploy does not know where to. Missing:\n${lines.join('\n')}\nOn a terminal, npm run deploy asks for them.`
}

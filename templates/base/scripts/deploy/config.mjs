import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { DeployError, say } from './error.mjs'

export const file = 'deploy.json'

/** What a deploy must know: kept in deploy.json, which is no secret and can be committed; the environment goes first. */
const fields = [
  {
    key: 'host',
    env: 'O2SWITCH_HOST',
    ask: 'SSH host (the server that cPanel names, without https://)',
    valid: /^[\w][\w.-]*$/,
  },
  { key: 'user', env: 'O2SWITCH_USER', ask: 'cPanel user', valid: /^[\w][\w.-]*$/ },
  // cPanel takes no other characters in an application root; and so nothing on the way has to be quoted twice.
  {
    key: 'appRoot',
    env: 'O2SWITCH_APP_ROOT',
    ask: 'Application root, below the home folder',
    valid: /^\/?[\w][\w.-]*(\/[\w][\w.-]*)*$/,
  },
  {
    key: 'url',
    env: 'O2SWITCH_URL',
    ask: 'URL of the site, with the path of the app if it has one',
    valid: /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/,
  },
  { key: 'port', env: 'O2SWITCH_PORT', ask: 'SSH port', valid: /^\d{1,5}$/, otherwise: '22' },
  {
    key: 'key',
    env: 'O2SWITCH_KEY',
    ask: 'Path of the private key (nothing: ssh chooses)',
    valid: /^[^-\s"'][^"'\n]*$/,
    otherwise: '',
  },
]

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
  const known = Object.fromEntries(fields.map(({ key, env: name }) => [key, env[name]?.trim() || saved[key]]))
  const missing = fields.filter(({ key, otherwise }) => known[key] === undefined && otherwise === undefined)
  if (missing.length > 0) {
    if (!terminal) throw new DeployError(2, missingMessage(missing))
    await ask(known)
    check(known)
    writeFileSync(file, `${JSON.stringify(known, undefined, 2)}\n`)
    say(`Saved in ${file}: no secret is in it, commit it.\n`)
  }
  for (const { key, otherwise } of fields) known[key] ??= otherwise
  check(known)
  const patience = Number(env.O2SWITCH_PATIENCE || 120)
  if (!(patience > 0)) throw new DeployError(2, 'O2SWITCH_PATIENCE is a number of seconds.')
  return /** @type {Config} */ ({ ...known, url: known.url.replace(/\/+$/, ''), patience })
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
  const strange = Object.keys(saved).filter((key) => !fields.some((field) => field.key === key))
  if (strange.length > 0)
    throw new DeployError(
      2,
      `${file} has "${strange.join('", "')}". It knows ${fields.map(({ key }) => key).join(', ')};
secrets such as the API token belong in the environment (O2SWITCH_API_TOKEN).`,
    )
  return Object.fromEntries(Object.entries(saved).map(([key, value]) => [key, String(value)]))
}

/** @param {{ env: string, key: string, ask: string }[]} missing */
function missingMessage(missing) {
  const lines = missing.map(({ env, key, ask }) => `  ${env.padEnd(18)} or "${key}" in ${file}: ${ask}`)
  return `The deploy does not know where to. Missing:\n${lines.join('\n')}\nOn a terminal, npm run deploy asks for them.`
}

/** @param {Record<string, string | undefined>} known what is asked for is put in here */
async function ask(known) {
  const questions = createInterface({ input: process.stdin, output: process.stderr })
  const ended = new Promise((_, reject) => {
    questions.once('close', () => reject(new DeployError(130, 'Nothing was saved, nothing was deployed.')))
  })
  ended.catch(() => {})
  for (const { key, ask, valid, otherwise } of fields) {
    while (known[key] === undefined) {
      const question = questions.question(`${ask}${otherwise ? ` [${otherwise}]` : ''}: `)
      const answer = (await Promise.race([question, ended])).trim() || otherwise
      if (answer === '' || valid.test(answer ?? '')) known[key] = answer
      else say('That cannot be.')
    }
  }
  questions.close()
}

/** @param {Record<string, string>} known */
function check(known) {
  const wrong = fields.filter(({ key, valid }) => known[key] && !valid.test(known[key]))
  const shown = wrong.map(({ key, env, ask }) => `  ${key} (${env}) "${known[key]}": ${ask}`)
  if (wrong.length > 0) throw new DeployError(2, `This cannot be:\n${shown.join('\n')}`)
  if (/^\/?public_html(\/|$)/.test(known.appRoot.replace(/^\/home\d*\/[^/]+\//, '')))
    throw new DeployError(
      2,
      `The application root "${known.appRoot}" lies in a document root, where anybody could download the addon. Take a folder beside public_html.`,
    )
}

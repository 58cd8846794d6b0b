import { DeployError } from './error.mjs'

/**
 * What a deploy must know: kept in deploy.json, which is no secret and can be committed; the environment goes first.
 * `tidy` takes what people write to what is meant.
 * @type {{ key: string, env: string, ask: string, valid: (text: string) => boolean, tidy?: (text: string) => string, otherwise?: string }[]}
 */
export const fields = [
  {
    key: 'host',
    env: 'O2SWITCH_HOST',
    ask: 'SSH host (the server that cPanel names, without https://)',
    valid: (text) => /^[\w][\w.-]*$/.test(text),
  },
  { key: 'user', env: 'O2SWITCH_USER', ask: 'cPanel user', valid: (text) => /^[\w][\w.-]*$/.test(text) },
  // cPanel takes no other characters in an application root; and so nothing on the way has to be quoted twice.
  {
    key: 'appRoot',
    env: 'O2SWITCH_APP_ROOT',
    ask: 'Application root, below the home folder',
    valid: (text) => /^\/?[\w][\w.-]*(\/[\w][\w.-]*)*$/.test(text),
    tidy: (text) => text.replace(/^~\/|^\/home\d*\/[^/]+\//, '').replace(/\/+$/, ''),
  },
  {
    key: 'url',
    env: 'O2SWITCH_URL',
    ask: 'URL of the site, with the path of the app if it has one',
    valid: (text) => /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(text) && URL.canParse(text),
    tidy: (text) => (URL.canParse(text) && !/[?#@]/.test(text) ? new URL(text).href : text).replace(/\/+$/, ''),
  },
  {
    key: 'port',
    env: 'O2SWITCH_PORT',
    ask: 'SSH port',
    valid: (text) => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536,
    otherwise: '22',
  },
  {
    key: 'key',
    env: 'O2SWITCH_KEY',
    ask: 'Path of the private key (nothing: ssh chooses)',
    valid: (text) => /^[^-\s"'][^"'\n]*$/.test(text),
    otherwise: '',
  },
]

/**
 * Refuses what cannot be, all of it in one message, which shows no secret that has strayed there.
 * @param {Record<string, string>} known
 */
export function check(known) {
  if (/-----BEGIN|\n/.test(known.key))
    throw new DeployError(2, 'key (O2SWITCH_KEY) is the content of a key: give the path of a file that holds it.')
  const wrong = fields.filter(({ key, valid }) => known[key] && !valid(known[key]))
  const shown = wrong.map(({ key, env, ask }) => `  ${key} (${env}) "${known[key].replace(/[^/]*@/, '…@')}": ${ask}`)
  if (wrong.length > 0) throw new DeployError(2, `This cannot be:\n${shown.join('\n')}`)
  if (/^\/?public_html(\/|$)/.test(known.appRoot))
    throw new DeployError(
      2,
      `The application root "${known.appRoot}" lies in a document root, where anybody could download the addon. Take a folder beside public_html.`,
    )
}

import { DeployError } from './error.mjs'

/** What a deploy must know: kept in deploy.json, which is no secret and can be committed; the environment goes first. */
export const fields = [
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
 * Refuses what cannot be, all of it in one message.
 * @param {Record<string, string>} known
 */
export function check(known) {
  const wrong = fields.filter(({ key, valid }) => known[key] && !valid.test(known[key]))
  const shown = wrong.map(({ key, env, ask }) => `  ${key} (${env}) "${known[key]}": ${ask}`)
  if (wrong.length > 0) throw new DeployError(2, `This cannot be:\n${shown.join('\n')}`)
  if (/^\/?public_html(\/|$)/.test(known.appRoot.replace(/^\/home\d*\/[^/]+\//, '')))
    throw new DeployError(
      2,
      `The application root "${known.appRoot}" lies in a document root, where anybody could download the addon. Take a folder beside public_html.`,
    )
}

import { parseArgs } from 'node:util'
import { DeployError } from './error.mjs'

export const usage = `npm run deploy -- [option]

  (none)         puts the bundle in dist/ online (npm run bundle makes it)
  --dry-run      says what would be done, and stops
  --rollback     goes back to the release before the one that is live
  --setup        creates the Node.js app on the host, once
  --skip-trial   does not start the release on the host, on a port of its own, before it goes live
  --unlock       takes away the lock that a deploy has left on the host
  --close        takes this machine's address off the whitelist, if a deploy that was killed has left it there`

/** @typedef {'deploy' | 'rollback' | 'setup' | 'unlock' | 'close'} Command */

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env where npm leaves a flag that it keeps: `npm run deploy --dry-run`, without `--` before it
 * @returns {{ command: Command, dryRun: boolean, skipTrial: boolean, help: boolean }}
 */
export function readOptions(args, env) {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false })
  const options = {
    'dry-run': flag,
    'skip-trial': flag,
    help: flag,
    rollback: flag,
    setup: flag,
    unlock: flag,
    close: flag,
  }
  const kept = Object.keys(options).filter((name) => env[`npm_config_${name.replaceAll('-', '_')}`] === 'true')
  let values
  try {
    values = parseArgs({ args: [...args, ...kept.map((name) => `--${name}`)], options }).values
  } catch (error) {
    throw new DeployError(2, `${error.message}\n\n${usage}`, error)
  }
  const commands = /** @type {const} */ (['rollback', 'setup', 'unlock', 'close']).filter((name) => values[name])
  if (commands.length > 1) throw new DeployError(2, `--${commands.join(' and --')} do not go together.\n\n${usage}`)
  return {
    command: commands[0] ?? 'deploy',
    dryRun: values['dry-run'],
    skipTrial: values['skip-trial'],
    help: values.help,
  }
}

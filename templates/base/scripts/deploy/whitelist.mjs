import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DeployError, say } from './error.mjs'
import { ownAddress } from './own-address.mjs'
import { addresses, call } from './whitelist-api.mjs'

/** What we have put on the whitelist and not taken off yet, for --close; tmp/ is not committed. */
const note = 'tmp/whitelisted'

/**
 * o2switch lets ssh in from the addresses of a whitelist, five at most. With an API token, this puts ours there, and returns
 * what takes it off again. https://faq.o2switch.fr/cpanel/outils/exception-parefeu/
 * @param {import('./config.mjs').Config} config
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<() => Promise<void>>}
 */
export async function openDoor(config, env) {
  if (!env.O2SWITCH_API_TOKEN) return async () => {}
  const address = env.O2SWITCH_IP || (await ownAddress())
  const before = await call(config, env, 'list', {}, 30)
  const left = existsSync(note) && readFileSync(note, 'utf8') === address
  if (addresses(before).includes(address) && !left) {
    say(`${address} is on the whitelist already, and stays there.`)
    return async () => {}
  }
  mkdirSync('tmp', { recursive: true })
  writeFileSync(note, address)
  const close = () => takeOff(config, env, address)
  if (left && addresses(before).includes(address)) return close
  say(`Putting ${address} on the whitelist, which may take half a minute…`)
  try {
    await call(config, env, 'add', { address, port: config.port }, 60)
  } catch (error) {
    await close().catch(() => {}) // it may have got there all the same
    const taken = [...new Set(addresses(before))]
    const full =
      taken.length >= 5
        ? `\nAll 5 places are taken: ${taken.join(', ')}.`
        : `\nOn the list: ${taken.join(', ') || 'nothing'}.`
    throw new DeployError(
      4,
      `${error.message}${full} Remove one in cPanel ("SSH whitelist") that is no longer needed.`,
      error,
    )
  }
  return close
}

/**
 * What a deploy that was killed has left on the whitelist.
 * @param {import('./config.mjs').Config} config
 * @param {NodeJS.ProcessEnv} env
 */
export async function closeDoor(config, env) {
  if (!existsSync(note)) return say('No address was left on the whitelist.')
  if (!env.O2SWITCH_API_TOKEN) throw new DeployError(2, 'O2SWITCH_API_TOKEN is missing.')
  await takeOff(config, env, readFileSync(note, 'utf8'))
}

/** Both directions, or the place stays taken. */
async function takeOff(config, env, address) {
  const tries = []
  for (const direction of ['in', 'out'])
    tries.push(
      await call(config, env, 'remove', { address, port: config.port, direction }, 60).then(
        () => undefined,
        (error) => error,
      ),
    )
  const rest = await call(config, env, 'list', {}, 30).then(addresses, () => [address])
  if (rest.includes(address))
    throw new DeployError(
      4,
      `${address} could not be taken off the whitelist: ${tries.find(Boolean)?.message ?? ''}
npm run deploy -- --close tries again; or remove it in cPanel.`,
    )
  rmSync(note, { force: true })
  say(`${address} is off the whitelist.`)
}

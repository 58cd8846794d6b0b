import { DeployError, say } from './error.mjs'
import { forget, noteDown, noted } from './note.mjs'
import { ownAddress } from './own-address.mjs'
import { call, entriesOf } from './whitelist-api.mjs'

/**
 * o2switch lets ssh in from the addresses of a whitelist, five at most. With an API token, this puts ours there, and returns
 * what takes it off again. https://faq.o2switch.fr/cpanel/outils/exception-parefeu/
 * @param {import('./config.mjs').Config} config
 * @param {import('./access.mjs').Access} access
 * @returns {Promise<() => Promise<void>>}
 */
export async function openDoor(config, access) {
  if (!access.token) return async () => {}
  const address = access.address || (await ownAddress())
  const entries = entriesOf(await call(config, access, 'list', {}, 30))
  const note = noted()
  const left = note && !note.atWork ? note.address : undefined
  if (isIn(entries, address) && left !== address) {
    say(`${address} is on the whitelist already, and stays there.`)
    return async () => {}
  }
  if (left && left !== address) await takeOff(config, access, left).catch((error) => say(error.message))
  noteDown(address)
  const close = () => takeOff(config, access, address)
  if (isIn(entries, address)) return close
  say(`Putting ${address} on the whitelist, which may take half a minute…`)
  try {
    await call(config, access, 'add', { address, port: config.port }, 60)
    return close
  } catch (error) {
    // What the answer does not tell, the list does.
    if (isIn(await call(config, access, 'list', {}, 30).then(entriesOf, () => []), address)) return close
    await close().catch((failure) => say(failure.message))
    const taken = [...new Set(entries.map((entry) => entry.address))]
    const full =
      taken.length >= 5
        ? `\nAll 5 places are taken: ${taken.join(', ')}. Remove one in cPanel ("SSH whitelist") that is no longer needed.`
        : `\nOn the list: ${taken.join(', ') || 'nothing'}. Nothing was deployed.`
    throw new DeployError(4, `${error.message}${full}`, error)
  }
}

/**
 * What a deploy that was killed has left on the whitelist.
 * @param {import('./config.mjs').Config} config
 * @param {import('./access.mjs').Access} access
 */
export async function closeDoor(config, access) {
  const note = noted()
  if (!note) return say('No address was left on the whitelist.')
  if (!access.token) throw new DeployError(2, 'O2SWITCH_API_TOKEN is missing.')
  await takeOff(config, access, note.address)
}

/**
 * An address that is there in one direction alone, which half a removal leaves, is not let in.
 * @param {ReturnType<typeof entriesOf>} entries
 * @param {string} address
 */
function isIn(entries, address) {
  return entries.some((entry) => entry.address === address && entry.direction !== 'out')
}

/**
 * Both directions, or the place stays taken.
 * @param {import('./config.mjs').Config} config
 * @param {import('./access.mjs').Access} access
 * @param {string} address
 */
async function takeOff(config, access, address) {
  /** @type {Error[]} */
  const failures = []
  for (const direction of ['in', 'out'])
    await call(config, access, 'remove', { address, port: config.port, direction }, 60).catch((error) =>
      failures.push(error),
    )
  const rest = await call(config, access, 'list', {}, 30).then(entriesOf, () => undefined)
  const stays = rest ? rest.some((entry) => entry.address === address) : failures.length > 0
  if (stays)
    throw new DeployError(
      4,
      `${address} could not be taken off the whitelist: ${failures[0]?.message ?? 'it is still on the list.'}
npm run deploy -- --close tries again; or remove it in cPanel.`,
    )
  forget()
  say(`${address} is off the whitelist.`)
}

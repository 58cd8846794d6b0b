import { awaitHealth } from './await-health.mjs'
import { DeployError, say } from './error.mjs'
import { refused } from './explain.mjs'
import { askHealth, fault } from './health.mjs'

/**
 * Makes a release live, waits until it answers, and goes back to the one before if it does not: then the error tells why.
 * @param {import('./host.mjs').Host} host
 * @param {{ id: string, fresh: boolean }} next fresh: it was uploaded just now
 * @param {import('./host.mjs').Answers} seen what host.sh saw before
 * @param {AbortSignal} signal
 */
export async function activate(host, next, seen, signal) {
  const { status } = await askHealth(host.config.url)
  signal.throwIfAborted() // the last moment when nothing has to be taken back
  const previous = seen.live === 'foreign' ? 'original' : seen.live
  say(`Switching from ${previous} to ${next.id}, and restarting…`)
  const drop = async () => void (next.fresh && (await host.run('drop', [next.id]).catch(() => {}))) // the next deploys do it
  const reason = await take(host, { id: next.id, from: seen.live, fault: faultOf(next.id, previous) }, signal).catch(
    async (error) => {
      if (!isRefused(error)) throw error
      await drop()
      throw new DeployError(4, `${error.message}\nNothing live has changed.`, error)
    },
  )
  if (!reason) return

  say(`${next.id} is not well: ${reason}. Going back to ${previous}…`)
  const { log } = await host.run('log').catch(() => /** @type {import('./host.mjs').Answers} */ ({}))
  const back = { id: previous, from: next.id, fault: faultOf(previous, next.id, status) }
  const still = await take(host, back, new AbortController().signal).catch((error) => {
    const now = isRefused(error) ? `${previous} could not be put back.` : ''
    throw new DeployError(6, `${next.id} was not taken: ${reason}.\n${now}${now && ' '}${error.message}`, error)
  })
  if (!still) await drop()
  const state = still
    ? `${previous} was put back, but does not answer as it should either: ${still}.`
    : previous === 'nothing'
      ? 'There was no app before; there is none again.'
      : `${previous} is live again, and answers.`
  const lines = log ? `\nThe host's log ends with:\n  ${log.replaceAll('\n', '\n  ')}` : ''
  throw new DeployError(signal.aborted && !still ? 130 : 5, `${next.id} was not taken: ${reason}.\n${state}${lines}`)
}

/**
 * What a release must answer. What no deploy has made may have no health page: any page will do, if it is not one of the
 * release before it.
 * @param {string} id
 * @param {string} from the release that it takes the place of
 * @param {number} [usual] a status that it may have, since it had it before
 * @returns {(health: import('./health.mjs').Health) => string | undefined}
 */
function faultOf(id, from, usual) {
  if (isRelease(id)) return (health) => fault(health, versionOf(id))
  return ({ status = 599, version, shown }) => {
    if (version !== undefined && version === versionOf(from)) return `${from} still answers`
    return status >= 500 && status !== usual ? `it answers ${shown}` : undefined
  }
}

/** @param {string} id */
function isRelease(id) {
  return /^\d/.test(id)
}

/** @param {string} id a release: `yyyymmdd-hhmmss-<version>` */
export function versionOf(id) {
  return id.slice('yyyymmdd-hhmmss-'.length)
}

/**
 * @param {import('./host.mjs').Host} host
 * @param {object} what
 * @param {string} what.id
 * @param {string} what.from what is live as far as we know; if something else is, that stays
 * @param {(health: import('./health.mjs').Health) => string | undefined} what.fault
 * @param {AbortSignal} signal
 * @returns {Promise<string | undefined>} what is wrong with it
 */
async function take(host, { id, from, fault }, signal) {
  const { url, patience } = host.config
  const lost = (/** @type {Error} */ error) =>
    new DeployError(
      6,
      `The connection was lost while ${id} was being made live. It may be live, or the one before:
npm run deploy (again) or npm run deploy -- --rollback makes sure.\n${error.message}`,
      error,
    )
  const { own } = await again(() => host.run('switch', [id, from])).catch((error) => {
    throw isRefused(error) ? error : lost(error)
  })
  if (own) say(`The app root has its own ${own.replaceAll('\n', ', ')}, which stays: the release's is in current/.`)
  if (id === 'nothing') return undefined
  const mark = async () => {
    if (!isRelease(id)) return { started: false, fallen: false, running: ['unknown'], alive: [] } // it leaves no mark
    const { started, fallen = '', running = '', alive = '' } = await again(() => host.run('mark', [id]))
    const list = (/** @type {string} */ pids) => pids.split('\n').filter(Boolean)
    return { started: started === 'yes', fallen: fallen !== '', running: list(running), alive: list(alive) }
  }
  const before = isRelease(from) ? versionOf(from) : undefined
  try {
    return await awaitHealth({ ask: () => askHealth(url), mark, fault, before, patience, signal })
  } catch (error) {
    throw lost(error)
  }
}

/**
 * The host has said no, and done nothing.
 * @param {any} error
 */
function isRefused(error) {
  return error.cause?.how === refused
}

/**
 * The shared connection may be gone; ssh then makes one of its own.
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
async function again(action) {
  try {
    return await action()
  } catch (error) {
    if (isRefused(error)) throw error
    // A refusal now does not tell what the first try has done.
    return await action().catch(({ message }) => {
      throw new Error(message, { cause: error })
    })
  }
}

import { Refused, UsageError } from '../../../errors/errors.ts'
import { errorText } from '../error-text.ts'
import type { Log } from '../log.ts'
import { type Caller, type Entry, entriesOf, request } from './api.ts'
import { publicAddress } from './public-address.ts'
import { readRecord, recordAddress, removeRecord } from './whitelist-record.ts'

/**
 * o2switch lets ssh in from the addresses of a whitelist, five at most. With an API token, this puts ours there, and
 * returns what takes it off again; without one, it does nothing. Throws Refused.
 * https://faq.o2switch.fr/cpanel/outils/exception-parefeu/
 */
export async function allowAddress(caller: Caller, log: Log): Promise<() => Promise<void>> {
  if (!caller.credentials.token) return async () => {}
  const address = caller.credentials.address ?? (await publicAddress())
  const entries = entriesOf(await request(caller, 'list', {}, 30))
  const record = readRecord()
  const leftover = record && !record.inUse ? record.address : undefined
  if (isAllowed(entries, address) && leftover !== address) {
    log((t) => t.deploy.whitelist.stays(address))
    return async () => {}
  }
  if (leftover && leftover !== address)
    await removeAddress(caller, leftover, log).catch((error: unknown) => log((t) => errorText(error)(t).message))
  recordAddress(address)
  if (!isAllowed(entries, address)) await addAddress(caller, address, entries, log)
  return () => removeAddress(caller, address, log)
}

/** Takes off what a killed deploy has left. */
export async function removeLeftover(caller: Caller, log: Log): Promise<void> {
  const record = readRecord()
  if (!record) return log((t) => t.deploy.whitelist.nothingLeft)
  if (!caller.credentials.token) throw new UsageError((t) => t.deploy.whitelist.noToken(record.address))
  await removeAddress(caller, record.address, log)
}

async function addAddress(caller: Caller, address: string, before: readonly Entry[], log: Log): Promise<void> {
  log((t) => t.deploy.whitelist.adding(address))
  try {
    await request(caller, 'add', { address, port: caller.config.port }, 60)
  } catch (error) {
    // What the answer does not tell, the list does.
    if (isAllowed((await currentEntries(caller)) ?? [], address)) return
    await removeAddress(caller, address, log).catch((failure: unknown) => log((t) => errorText(failure)(t).message))
    const taken = [...new Set(before.map((entry) => entry.address))]
    throw new Refused(
      (t) => {
        const { whitelist } = t.deploy
        const list = taken.length > 0 ? whitelist.entries(taken) : whitelist.noEntries
        return { ...errorText(error)(t), hint: taken.length >= 5 ? whitelist.full(taken) : list }
      },
      { cause: error },
    )
  }
}

/** Removes both directions, or the place stays taken. Throws Refused if the address is still there afterwards. */
async function removeAddress(caller: Caller, address: string, log: Log): Promise<void> {
  const failures: unknown[] = []
  for (const direction of ['in', 'out'])
    await request(caller, 'remove', { address, port: caller.config.port, direction }, 60).catch((error: unknown) =>
      failures.push(error),
    )
  const rest = await currentEntries(caller)
  const isThere = rest ? rest.some((entry) => entry.address === address) : failures.length > 0
  if (isThere) {
    const [failure] = failures
    throw new Refused(
      (t) => {
        const reason = failure ? errorText(failure)(t).message : t.deploy.whitelist.stillThere
        return t.deploy.whitelist.notRemoved(address, reason)
      },
      { cause: failure },
    )
  }
  removeRecord()
  log((t) => t.deploy.whitelist.removed(address))
}

/** Undefined if the API does not tell. */
function currentEntries(caller: Caller): Promise<readonly Entry[] | undefined> {
  return request(caller, 'list', {}, 30).then(entriesOf, () => undefined)
}

/** An address that is there in one direction alone, which half a removal leaves, is not let in. */
function isAllowed(entries: readonly Entry[], address: string): boolean {
  return entries.some((entry) => entry.address === address && entry.direction !== 'out')
}

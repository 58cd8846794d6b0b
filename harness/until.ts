import { setTimeout as sleep } from 'node:timers/promises'

/** Polls until `condition` holds; fails after 60 seconds, naming what it waited for. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
    if (await condition()) return
  }
  throw new Error(`waited in vain for ${what}`)
}

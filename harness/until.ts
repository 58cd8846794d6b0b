import { setTimeout as sleep } from 'node:timers/promises'

/** Polls until `condition` is true; rejects after 60 seconds with `what` in the message. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
    if (await condition()) return
  }
  throw new Error(`timed out waiting for ${what}`)
}

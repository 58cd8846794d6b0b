import { setTimeout as sleep } from 'node:timers/promises'

/** What became of requests sent in a closed loop: how many of each outcome, an HTTP status or an error's name. */
export type Outcomes = Record<string, number>

export interface Load {
  /** Lets the requests in flight end, and tells how all of them ended. */
  stop(): Promise<Outcomes>
  /** How many requests have ended up to now. */
  ended(): number
}

/**
 * Sends requests to `url` from `clients` loops, each the next when its last one has been answered in full.
 * An answer that `expected` (the body that it must have) does not match counts as `wrong body`. With a `pause`, in ms, between
 * two requests of a loop, it leaves the processors to others.
 */
export function startLoad(url: string, clients: number, expected: string, pause = 0): Load {
  const outcomes: Outcomes = {}
  let going = true
  let ended = 0
  const loops = Array.from({ length: clients }, async () => {
    while (going) {
      const outcome = await request(url, expected)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      ended++
      if (pause) await sleep(pause)
    }
  })
  return {
    ended: () => ended,
    async stop() {
      going = false
      await Promise.all(loops)
      return outcomes
    },
  }
}

async function request(url: string, expected: string): Promise<string> {
  try {
    const response = await fetch(url)
    const body = await response.text()
    return response.status === 200 && body !== expected ? 'wrong body' : String(response.status)
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } }
    return cause?.code ?? message
  }
}

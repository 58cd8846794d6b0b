import { setTimeout as sleep } from 'node:timers/promises'

/** How many requests had each outcome: an HTTP status or an error's name. */
export type Outcomes = Record<string, number>

export interface Load {
  /** Waits for the requests in flight, and returns the outcomes of all requests. */
  stop(): Promise<Outcomes>
  /** How many requests have completed so far. */
  completed(): number
}

/**
 * Sends requests to `url` from `clients` loops, each of which waits for a complete response before its next request. A 200
 * with another body than `expected` counts as `wrong body`. A `pause` between requests, in ms, leaves CPU time to others.
 */
export function startLoad(url: string, clients: number, expected: string, pause = 0): Load {
  const outcomes: Outcomes = {}
  let isRunning = true
  let completed = 0
  const loops = Array.from({ length: clients }, async () => {
    while (isRunning) {
      const outcome = await request(url, expected)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      completed++
      if (pause) await sleep(pause)
    }
  })
  return {
    completed: () => completed,
    async stop() {
      isRunning = false
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

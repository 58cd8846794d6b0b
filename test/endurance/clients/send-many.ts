import type { Outcomes } from '../../../harness/passenger/load.ts'
import { type Exchange, outcomeOf, readAnswers } from './http.ts'
import { count } from './outcomes.ts'
import { openSocket, type Target } from './target.ts'

interface Queue {
  take(): Exchange | undefined
  report(outcome: string): void
}

/**
 * Sends `total` requests, cycling through `exchanges`, over `clients` keep-alive connections; each connection sends its
 * next request when the last one has been answered. One that the server closes is counted and opened again. `outcomes` can
 * be watched while it runs.
 */
export async function sendMany(
  target: Target,
  exchanges: readonly Exchange[],
  total: number,
  clients = 16,
  outcomes: Outcomes = {},
): Promise<Outcomes> {
  let left = total
  const queue: Queue = {
    take: () => (left > 0 ? exchanges[left-- % exchanges.length] : undefined),
    report: (outcome) => count(outcomes, outcome),
  }
  await Promise.all(Array.from({ length: clients }, () => sendUntilEmpty(target, queue)))
  return outcomes
}

async function sendUntilEmpty(target: Target, queue: Queue): Promise<void> {
  for (let next = queue.take(); next; next = queue.take()) await sendOverOneConnection(target, next, queue)
}

/** Sends `first` and what follows in the queue; resolves when either side has closed the connection. */
function sendOverOneConnection(target: Target, first: Exchange, queue: Queue): Promise<void> {
  return new Promise((resolve) => {
    const socket = openSocket(target).setEncoding('latin1')
    let pending: Exchange | undefined = first
    let text = ''
    let failure = 'closed'
    // Apache waits a minute for an app that died while it was reading a body.
    socket.setTimeout(20_000, () => {
      failure = 'no answer'
      socket.destroy()
    })
    socket.on('connect', () => socket.write(first.send, 'latin1'))
    socket.on('data', (chunk: string) => {
      const { answers, rest } = readAnswers(text + chunk)
      text = rest
      const [answer] = answers
      if (!answer || !pending) return
      queue.report(outcomeOf(answer, pending))
      pending = answer.last ? undefined : queue.take()
      if (pending) socket.write(pending.send, 'latin1')
      else socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      failure = error.code ?? error.message
    })
    socket.on('close', () => {
      if (pending) queue.report(failure)
      resolve()
    })
  })
}

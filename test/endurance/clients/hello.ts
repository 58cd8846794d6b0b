import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcomes } from '../../../harness/passenger/load.ts'
import { hello, outcomeOf, readAnswers } from './http.ts'
import { count } from './outcomes.ts'
import { openSocket, type Target } from './target.ts'

/** One GET / over a connection of its own; resolves to its outcome, which is `no answer` after a minute. */
export function requestHello(target: Target): Promise<string> {
  return new Promise((resolve) => {
    const socket = openSocket(target)
    let text = ''
    const finish = (outcome: string) => {
      resolve(outcome)
      socket.destroy()
    }
    socket.setTimeout(60_000, () => finish('no answer'))
    socket.on('connect', () => socket.write(hello.send))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const [answer] = readAnswers(text).answers
      if (answer) finish(outcomeOf(answer, hello))
    })
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message))
    socket.on('close', () => finish('closed'))
  })
}

/** Well-behaved clients: one for each target makes a request again and again, 25 ms after the last answer. */
export function keepRequesting(...targets: readonly Target[]): { stop(): Promise<Outcomes> } {
  const outcomes: Outcomes = {}
  let running = true
  const loops = targets.map(async (target) => {
    for (; running; await sleep(25)) count(outcomes, await requestHello(target))
  })
  return {
    async stop() {
      running = false
      await Promise.all(loops)
      return outcomes
    },
  }
}

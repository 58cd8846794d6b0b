import { setTimeout as sleep } from 'node:timers/promises'
import { type Outcomes, openSocket, readAnswers, request, type Target } from './requests.ts'

export const hello = { send: request('GET', '/'), status: 200, body: 'Hello from Rust!\n' }

/** One GET / over a connection of its own; resolves to its outcome. One that takes longer than a minute is `no answer`. */
export function ask(target: Target): Promise<string> {
  return new Promise((resolve) => {
    const socket = openSocket(target)
    let text = ''
    socket.setTimeout(60_000, () => end('no answer'))
    const end = (outcome: string) => {
      resolve(outcome)
      socket.destroy()
    }
    socket.on('connect', () => socket.write(hello.send))
    socket.on('data', (piece) => {
      text += piece.toString('latin1')
      const [answer] = readAnswers(text).answers
      if (answer) end(answer.status === 200 && answer.body !== hello.body ? 'wrong body' : String(answer.status))
    })
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
    socket.on('close', () => end('closed'))
  })
}

/** A client that does no harm: asks every target, again and again, with a pause of 25 ms in between. */
export function keepAsking(...targets: readonly Target[]): { stop(): Promise<Outcomes> } {
  const outcomes: Outcomes = {}
  let going = true
  const loops = targets.map(async (target) => {
    for (; going; await sleep(25)) {
      const outcome = await ask(target)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
  })
  return {
    async stop() {
      going = false
      await Promise.all(loops)
      return outcomes
    },
  }
}

/** True of outcomes that were all a 200, and at least one. */
export function allWell(outcomes: Outcomes): boolean {
  return Object.keys(outcomes).join() === '200'
}

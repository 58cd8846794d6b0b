import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Account, program } from './account.ts'

/** A deploy that waits before, or just after, one of its calls of ssh. */
export interface Held {
  /** Whether it has come to that call. */
  reached(): boolean
  goOn(): void
  /** Lets all further deploys pass. */
  remove(): void
}

/**
 * Holds the next deploy at its n-th call of ssh, counted from 1: that opens the connection, each further one is a step on the
 * host or an upload. `while` does not wait: the step goes on meanwhile.
 */
export function holdAt({ localPrograms }: Account, step: number, moment: 'before' | 'while'): Held {
  const ssh = path.join(localPrograms, 'ssh')
  const plain = readFileSync(ssh, 'utf8')
  const file = (name: string) => path.join(localPrograms, `held-${name}`)
  const files = ['count', 'reached', 'go'].map(file)
  const [count, reached, go] = files as [string, string, string]
  const clear = () => {
    for (const one of files) rmSync(one, { force: true })
  }
  const wait = moment === 'before' ? `while [ ! -e ${go} ] && [ -e ${reached} ]; do sleep 0.02; done` : ':'
  clear()
  program(
    ssh,
    `[ "$1" = -V ] && exec /usr/bin/ssh -V
echo >> ${count}
if [ "$(wc -l < ${count})" -eq ${step} ]; then touch ${reached}; ${wait}; fi
${plain.split('\n')[1]}`,
  )
  return {
    reached: () => existsSync(reached),
    goOn: () => program(go, ':'),
    remove: () => {
      clear()
      program(ssh, plain.split('\n')[1] as string)
    },
  }
}

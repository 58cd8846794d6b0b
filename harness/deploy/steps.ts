import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Account, writeProgram } from './account.ts'

/** `during` does not hold the step: it only reports that the step has begun. */
export type Moment = 'before' | 'during'

/** A deploy that is held at one of its calls of ssh. */
export interface HeldStep {
  /** True once the deploy has made that call. */
  reached(): boolean
  resume(): void
  /** Further deploys are not held. */
  remove(): void
}

/**
 * Holds the next deploy at its n-th call of ssh, counted from 1. The first opens the connection; each further one is a step on
 * the host or an upload.
 */
export function holdStep(account: Account, step: number, moment: Moment): HeldStep {
  return hold(account, '*', step, moment)
}

/** Holds the next deploy before the n-th time that it runs a command of host.sh, counted from 1. */
export function holdCommand(account: Account, command: string, time: number): HeldStep {
  return hold(account, `*${command}*`, time, 'before')
}

/** `pattern`, as in `case` of sh, says which calls count. */
function hold({ localPrograms }: Account, pattern: string, time: number, moment: Moment): HeldStep {
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
  writeProgram(
    ssh,
    `case $1 in -V | -G) ${plain.split('\n')[1]} ;; esac # they ask about ssh itself
case "$*" in ${pattern})
  echo >> ${count}
  if [ "$(wc -l < ${count})" -eq ${time} ]; then touch ${reached}; ${wait}; fi ;;
esac
${plain.split('\n')[1]}`,
  )
  return {
    reached: () => existsSync(reached),
    resume: () => writeProgram(go, ':'),
    remove: () => {
      clear()
      writeProgram(ssh, plain.split('\n')[1] as string)
    },
  }
}

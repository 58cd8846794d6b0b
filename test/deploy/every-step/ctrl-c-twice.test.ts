import { setTimeout as sleep } from 'node:timers/promises'
import { everyStep, type Interruption } from '../../../harness/deploy/every-step.ts'
import { processGroup } from '../../../harness/proc.ts'

const interruptTwice: Interruption = async (_, { pid }) => {
  process.kill(-pid, 'SIGINT')
  await sleep(500) // sooner, it would count as the first one, passed on by npm
  if (processGroup(pid).length > 0) process.kill(-pid, 'SIGINT')
}

// SIGINT: Node may already be exiting, and no longer handle the second one.
everyStep('a second Ctrl-C', 'before', interruptTwice, { 130: undefined, SIGINT: undefined })

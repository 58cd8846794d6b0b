import { setTimeout as sleep } from 'node:timers/promises'
import { everyStep, groupOf, type Trouble } from '../../../harness/deploy/every-step.ts'

const interruptTwice: Trouble = async (_, { pid }) => {
  process.kill(-pid, 'SIGINT')
  await sleep(500) // what comes sooner is npm's doing
  if (groupOf(pid).length > 0) process.kill(-pid, 'SIGINT')
}

// The second may meet a Node that is leaving, and no longer listens.
everyStep('before', interruptTwice, { 130: undefined, SIGINT: undefined })

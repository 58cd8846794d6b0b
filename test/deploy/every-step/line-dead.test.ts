import { appendFileSync } from 'node:fs'
import type { Account } from '../../../harness/deploy/account.ts'
import { cut } from '../../../harness/deploy/cut.ts'
import { everyStep } from '../../../harness/deploy/every-step.ts'

/** Lets nobody in any more. */
function cutForGood(account: Account): void {
  appendFileSync(account.sshConfig, 'ProxyCommand false\n')
  cut(account)
}

everyStep('before', cutForGood, { 0: true, 7: false, 6: undefined })

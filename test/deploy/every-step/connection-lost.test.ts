import { appendFileSync } from 'node:fs'
import type { Account } from '../../../harness/deploy/account.ts'
import { cutConnections } from '../../../harness/deploy/cut-connections.ts'
import { everyStep } from '../../../harness/deploy/every-step.ts'

/** Cuts all connections, and makes further ones fail. */
function cutForGood(account: Account): void {
  appendFileSync(account.sshConfig, 'ProxyCommand false\n')
  cutConnections(account)
}

everyStep('a connection lost for good', 'before', cutForGood, { 0: true, 7: false, 6: undefined })

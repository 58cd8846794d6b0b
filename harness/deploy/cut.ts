import type { Account } from './account.ts'

/** Cuts all connections that there are now. */
export function cut(account: Account): void {
  for (const pid of account.connections()) process.kill(pid, 'SIGKILL')
}

import type { Account } from './account.ts'

/** Kills the host's side of all open connections. */
export function cutConnections(account: Account): void {
  for (const pid of account.connections()) process.kill(pid, 'SIGKILL')
}

import { codeOf } from '../../src/errors/system-errors.ts'
import type { Account } from './account.ts'

/** Kills the host's side of all open connections. */
export function cutConnections(account: Account): void {
  for (const pid of account.connections()) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error // it has ended since, as a finished command does
    }
  }
}

import { execFileSync } from 'node:child_process'
import { appUser } from '../../harness/passenger/passenger.ts'

/** The user that apps run as, and its group. */
export const [appUserId, appGroupId] = ['-u', '-g'].map((option) =>
  Number(execFileSync('id', [option, appUser], { encoding: 'utf8' })),
) as [number, number]

/**
 * Sets a limit of a running app, by its long option of prlimit(1). As the app's user, since in some containers not even
 * root may; and only the soft limit, which that user can raise again.
 */
export function setLimit(pid: number, option: string, value: number | string): void {
  const isRoot = process.getuid?.() === 0
  const user = isRoot ? { uid: appUserId, gid: appGroupId } : {}
  execFileSync('prlimit', ['--pid', String(pid), `--${option}=${value}:`], user)
}

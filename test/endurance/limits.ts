import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { appUser } from '../../harness/passenger/passenger.ts'

/** How many descriptors a process has open. */
export function descriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

/** How many descriptors are open once connections have had some seconds to end: as many as at rest, if none is lost. */
export async function settle(pid: number, atRest: number): Promise<number> {
  for (let tries = 0; tries < 100 && descriptors(pid) !== atRest; tries++) await sleep(100)
  return descriptors(pid)
}

/** The names of a process's threads, sorted. */
export function threads(pid: number): string[] {
  const ids = readdirSync(`/proc/${pid}/task`)
  return ids.map((id) => readFileSync(`/proc/${pid}/task/${id}/comm`, 'utf8').trim()).sort()
}

/**
 * Sets a limit of a running app, by its long option of prlimit. The app's user does it, since not even root may
 * everywhere, and sets the soft limit alone, which it may raise again.
 */
export function limit(pid: number, option: string, value: number | string): void {
  const isRoot = process.getuid?.() === 0
  execFileSync(
    'prlimit',
    ['--pid', String(pid), `--${option}=${value}:`],
    isRoot ? { uid: appUserId, gid: appGroupId } : {},
  )
}

/** The user that apps run as, and its group. */
export const [appUserId, appGroupId] = ['-u', '-g'].map((option) =>
  Number(execFileSync('id', [option, appUser], { encoding: 'utf8' })),
) as [number, number]

/** The size of a process's address space, in bytes. */
export function addressSpace(pid: number): number {
  const [, kilobytes] = /^VmSize:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** Where the Unix socket lies that Passenger opened and the app serves. */
export function appSocket(pid: number): string {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  const own = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]))
  const sockets = readFileSync('/proc/net/unix', 'utf8').split('\n')
  for (const line of sockets) {
    const [, , , flags, , , inode, path] = line.trim().split(/\s+/)
    const listens = flags === '00010000'
    if (listens && own.has(inode) && path?.includes('/apps.s/')) return path
  }
  throw new Error(`process ${pid} listens on no socket of Passenger's`)
}

/** How many threads a user has, in all processes. */
export function threadsOf(uid: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map((pid) => threadsIf(pid, uid)).reduce((sum, count) => sum + count, 0)
}

function threadsIf(pid: string, uid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const [, owner, count] = /^Uid:\s+(\d+)[\s\S]*^Threads:\s+(\d+)/m.exec(status) ?? []
    return Number(owner) === uid ? Number(count) : 0
  } catch {
    return 0 // it has ended meanwhile
  }
}

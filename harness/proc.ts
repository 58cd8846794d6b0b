import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

// What Linux says in /proc about a process. Everything here throws when there is no such process, unless it says otherwise.

/** Resident memory (RSS), in MB of a million bytes. */
export function residentMemory(pid: number): number {
  return statusBytes(pid, 'VmRSS') / 1e6
}

/** Size of the address space, in bytes. */
export function addressSpace(pid: number): number {
  return statusBytes(pid, 'VmSize')
}

export function threadCount(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length
}

/** The names of a process's threads, sorted. */
export function threadNames(pid: number): string[] {
  const ids = readdirSync(`/proc/${pid}/task`)
  return ids.map((id) => readFileSync(`/proc/${pid}/task/${id}/comm`, 'utf8').trim()).sort()
}

/** How many threads a user has, in all processes together. */
export function threadCountOfUser(uid: number): number {
  return processIds()
    .map((pid) => threadCountIfOwnedBy(uid, pid))
    .reduce((sum, count) => sum + count, 0)
}

/** The command lines of all processes, with a null character after each argument. */
export function commandLines(): string[] {
  return processIds().map(commandLineIfAny)
}

/** The environment that a process was started with, with a null character after each variable. */
export function environmentOf(pid: number): string {
  return readFileSync(`/proc/${pid}/environ`, 'utf8')
}

export function childProcesses(parent: number): number[] {
  return processesWhere((pid) => Number(statField(pid, 4)) === parent)
}

/** The processes of a group that have not exited. */
export function processGroup(leader: number): number[] {
  return processesWhere((pid) => Number(statField(pid, 5)) === leader && statField(pid, 3) !== 'Z')
}

/** The processes that match; not those that exit meanwhile, or belong to another user. */
export function processesWhere(matches: (pid: number) => boolean): number[] {
  return processIds().filter((pid) => {
    try {
      return matches(pid)
    } catch {
      return false
    }
  })
}

export function workingFolder(pid: number): string {
  return readlinkSync(`/proc/${pid}/cwd`)
}

/** True once nothing of a process is left, not even a thread of a zombie that still holds its sockets. */
export function hasExited(pid: number): boolean {
  try {
    return statField(pid, 3) === 'Z' && threadCount(pid) === 1
  } catch {
    return true // there is no such process any more
  }
}

/** True if all threads of a process are stopped by a signal, which takes them a moment on a busy machine. */
export function isStopped(pid: number): boolean {
  const ids = readdirSync(`/proc/${pid}/task`)
  return ids.every((id) => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/task/${id}/status`, 'utf8')))
}

/** How many file descriptors a process has open. */
export function openDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

/** CPU time that a process has used, all its threads together, in ms. Exact to one clock tick, usually 10 ms. */
export function cpuTime(pid: number): number {
  const [user, system] = [14, 15].map((number) => Number(statField(pid, number))) as [number, number]
  return ((user + system) * 1000) / ticksPerSecond
}
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** Tells apart two processes that had the same pid, since pids are reused. undefined if the process has ended. */
export function processIdentity(pid: number): string | undefined {
  try {
    return `${pid}, started at ${statField(pid, 22)}`
  } catch {
    return undefined
  }
}

function statusBytes(pid: number, field: string): number {
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status(pid)) ?? []
  if (!kilobytes) throw new Error(`no ${field} of process ${pid}: it has ended`) // a zombie has none
  return Number(kilobytes) * 1024
}

function threadCountIfOwnedBy(uid: number, pid: number): number {
  try {
    const [, owner, count] = /^Uid:\s+(\d+)[\s\S]*^Threads:\s+(\d+)/m.exec(status(pid)) ?? []
    return Number(owner) === uid ? Number(count) : 0
  } catch {
    return 0 // it has ended in the meantime
  }
}

function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function commandLineIfAny(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it has ended in the meantime
  }
}

function status(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8')
}

/** A field by its number in proc_pid_stat(5). The name, field 2, may contain spaces and parentheses: numbers below 3 are not supported. */
function statField(pid: number, number: number): string | undefined {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')
  return afterName[number - 3]
}

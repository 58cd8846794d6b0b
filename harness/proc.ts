import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What a process has in memory, in MB of a million bytes. */
export function residentMemory(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  if (!kilobytes) throw new Error(`process ${pid} has no memory: it has ended`)
  return (Number(kilobytes) * 1024) / 1e6
}

export function threadCount(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length
}

/** For how long processors have worked for a process, all its threads together, in ms. Exact to a tick, mostly 10 ms. */
export function processorTime(pid: number): number {
  const [user, system] = [14, 15].map((number) => Number(statField(pid, number))) as [number, number]
  return ((user + system) * 1000) / ticks
}
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/**
 * Tells processes apart that had the same pid one after the other: pids are few, and soon used again. undefined if it
 * has ended meanwhile.
 */
export function identity(pid: number): string | undefined {
  try {
    return `${pid}, started at ${statField(pid, 22)}`
  } catch {
    return undefined
  }
}

/** A field of proc_pid_stat(5), as that page counts them. Those up to the name, which may hold anything, are left out. */
function statField(pid: number, number: number): string | undefined {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')
  return afterName[number - 3]
}

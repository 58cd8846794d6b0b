import { readdirSync, readFileSync } from 'node:fs'

/** What a process has in memory, in MB. */
export function residentMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kilobytes) * 1024) / 1e6
}

export function threadCount(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length
}

/** For how long processors have worked for a process, all its threads together, in ms. Exact to a hundredth of a second. */
export function processorTime(pid: number): number {
  // After the name, which may hold anything: user and system time are fields 14 and 15 of proc(5), in ticks of 10 ms.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

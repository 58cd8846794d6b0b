import { readFileSync } from 'node:fs'
import os from 'node:os'
import { execa } from 'execa'

/** What the figures were measured on and with. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memory: string
  readonly system: string
  readonly versions: Readonly<Record<string, string>>
}

// Each says its version in the first line that has a number with points; nothing of the machine's name gets into a result.
const programs: Readonly<Record<string, readonly [string, ...string[]]>> = {
  npm: ['npm', '--version'],
  rustc: ['rustc', '--version'],
  apache: ['/usr/sbin/apache2', '-v'],
  passenger: ['passenger-config', '--version'],
  wrk: ['wrk', '--version'],
  oha: ['oha', '--version'],
  hyperfine: ['hyperfine', '--version'],
}

export async function describeMachine(): Promise<Machine> {
  const found = await Promise.all(
    Object.entries(programs).map(async ([name, command]) => [name, await versionOf(command)] as const),
  )
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GB`,
    system: `${nameOfSystem()}, ${os.type()} ${/^[\d.]+/.exec(os.release())?.[0]}`,
    versions: { node: process.versions.node, ...Object.fromEntries(found) },
  }
}

/** wrk ends with 1 when it tells its version. */
async function versionOf([program, ...args]: readonly [string, ...string[]]): Promise<string> {
  const { all } = await execa(program, args, { all: true, reject: false, stdin: 'ignore' })
  return /\d+(\.\d+)+/.exec(all)?.[0] ?? 'unknown'
}

function nameOfSystem(): string {
  return /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.platform()
}

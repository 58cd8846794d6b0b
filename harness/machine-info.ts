import { readFileSync } from 'node:fs'
import os from 'node:os'
import { execa } from 'execa'

/** The machine that a result comes from, and the versions of the programs that it was made with. */
export interface MachineInfo {
  readonly processor: string
  readonly cores: number
  readonly memory: string
  readonly system: string
  readonly versions: Readonly<Record<string, string>>
}

const programs = {
  npm: ['npm', '--version'],
  rustc: ['rustc', '--version'],
  apache: ['/usr/sbin/apache2', '-v'],
  passenger: ['passenger-config', '--version'],
  wrk: ['wrk', '--version'],
  oha: ['oha', '--version'],
  hyperfine: ['hyperfine', '--version'],
} as const

export type ProgramName = keyof typeof programs

/** Describes this machine without anything that identifies it, such as its host name. */
export async function describeMachine(names: readonly ProgramName[]): Promise<MachineInfo> {
  const versions = await Promise.all(names.map(async (name) => [name, await versionOf(programs[name])] as const))
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GB`,
    system: `${systemName()}, ${os.type()} ${/^[\d.]+/.exec(os.release())?.[0]}`,
    versions: { node: process.versions.node, ...Object.fromEntries(versions) },
  }
}

/** The first number with dots in it that the program prints. The exit code does not count: `wrk --version` exits with 1. */
async function versionOf([program, ...args]: readonly [string, ...string[]]): Promise<string> {
  const { all } = await execa(program, args, { all: true, reject: false, stdin: 'ignore' })
  return /\d+(\.\d+)+/.exec(all)?.[0] ?? 'unknown'
}

function systemName(): string {
  return /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.platform()
}

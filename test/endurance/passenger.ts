import { readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describeMachine, type MachineInfo } from '../../harness/machine-info.ts'
import { openChroot } from '../../harness/passenger/chroot.ts'
import { makeChroot } from '../../harness/passenger/debootstrap.ts'
import { type Installation, thisMachine } from '../../harness/passenger/installation.ts'

/** The Passenger of a run, and the machine as a program there sees it. */
export interface Host extends AsyncDisposable {
  readonly passenger: Installation
  readonly machine: MachineInfo
}

/** This machine's Passenger, or that version in a chroot, which has nothing of this machine but `shared`. */
export async function openPassenger(version: string | undefined, shared: string): Promise<Host> {
  const machine = await describeMachine(['rustc', 'apache', 'passenger'])
  if (version === undefined) return { passenger: thisMachine, machine, async [Symbol.asyncDispose]() {} }
  const chroot = await openChroot(await makeChroot(version), shared)
  return {
    passenger: chroot,
    machine: await describeChroot(chroot, machine),
    [Symbol.asyncDispose]: () => chroot[Symbol.asyncDispose](),
  }
}

/** What is another one in a chroot than on the machine that it is on. */
async function describeChroot({ root, enter, node }: Installation, machine: MachineInfo): Promise<MachineInfo> {
  const versionOf = async (...command: string[]) => {
    const [program, ...args] = [...enter, ...command] as [string, ...string[]]
    const { stdout } = await execa(program, args, { stdin: 'ignore' })
    return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown'
  }
  const release = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync(path.join(root, 'etc/os-release'), 'utf8'))?.[1]
  const versions = {
    node: await versionOf(node, '--version'),
    apache: await versionOf('/usr/sbin/apache2', '-v'),
    passenger: await versionOf('passenger-config', '--version'),
  }
  return {
    ...machine,
    system: `${release} in a chroot on ${machine.system}`,
    versions: { ...machine.versions, ...versions },
  }
}

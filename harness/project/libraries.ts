import { readFileSync } from 'node:fs'
import { execa } from 'execa'
import { hostCommand } from '../../src/toolkit/cargo/build-for-host.ts'
import { settingsFor } from '../../src/toolkit/cargo/settings.ts'
import { cargoTarget, type Project } from './projects.ts'

/** A library that cargo links into the addon. */
export interface Library {
  readonly name: string
  readonly file: string
  /** Whether it was there already. */
  readonly isFresh: boolean
}

/** Asks cargo, after `npm run bundle`, which libraries it links. */
export async function linkedLibraries({ root }: Project, env: Readonly<Record<string, string>>): Promise<Library[]> {
  const settings = settingsFor([], {}, { facts: new Set(), pinsToolchain: false })
  const command = hostCommand('2.17', cargoTarget, settings)
  const args = [...command.args, '--manifest-path', 'host/addon/Cargo.toml', '--lib', '--locked']
  const options = { cwd: root, env: { ...env, ...command.env }, stdin: 'ignore' } as const
  const { stdout } = await execa('cargo', [...args, '--message-format', 'json'], options)
  return stdout.split('\n').flatMap((line) => {
    const { reason, target, filenames, fresh } = JSON.parse(line)
    if (reason !== 'compiler-artifact') return []
    // Those of build scripts and macros are in another folder.
    const file = filenames.find((name: string) => /\/x86_64-unknown-linux-gnu\/.*\.rlib$/.test(name))
    return file ? [{ name: target.name, file, isFresh: fresh }] : []
  })
}

/**
 * How many files of machine code a library has. One that waits for the optimisation at link time has LLVM's bitcode instead.
 * The first member of that kind is no code but what rustc knows of the crate.
 */
export function objectFiles(library: string): number {
  return members(readFileSync(library)).filter((member) => member.subarray(0, 4).equals(elf)).length - 1
}

const elf = Buffer.from('\x7fELF')

/** The files in an archive of ar(1): a head of 60 bytes, in which the size is a decimal number, before each one. */
function members(archive: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let start = 8; start < archive.length; ) {
    const size = Number(archive.subarray(start + 48, start + 58).toString())
    found.push(archive.subarray(start + 60, start + 60 + size))
    start += 60 + size + (size % 2)
  }
  return found
}

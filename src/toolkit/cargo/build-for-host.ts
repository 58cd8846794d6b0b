import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Needs } from '../../checks/check.ts'
import { linker } from '../../checks/rust/linker.ts'
import { rustc } from '../../checks/rust/rustc.ts'
import { target, triple } from '../../checks/rust/target.ts'
import { findZig, installZig, missingZig } from '../../checks/zig.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import type { Env } from '../../process/environment.ts'
import type { Context } from '../context.ts'
import { buildLibrary } from './build-library.ts'
import { requireTools } from './project-needs.ts'

/** What is built for the host, and from where. */
export type HostBuild = {
  /** The oldest that the host may have. */
  readonly glibc: string
  /** Where cargo builds. */
  readonly targetDirectory: string
  readonly needs: Needs
}

/**
 * Builds the addon for a Linux host with an x86-64 processor and this glibc (say `2.17`), or any later one, and returns
 * its path. A library that is linked here in the ordinary way asks for this machine's glibc; zig knows those of every
 * age, and cargo-zigbuild has it link for one of them.
 */
export async function buildForHost({ glibc, targetDirectory, needs }: HostBuild, context: Context): Promise<string> {
  const env = await requireZig(needs, context.signal)
  return buildLibrary(argsForHost(glibc, targetDirectory, context.env.CARGO_HOME), {
    env,
    signal: context.signal,
    state: (t) => t.bundle.cargo.states.noBundle,
  })
}

/** What cargo is called with. */
export function argsForHost(glibc: string, targetDirectory: string, cargoHome = join(homedir(), '.cargo')): string[] {
  // A folder of its own: in the other one, each `build` and each `bundle` would make the other start from nothing.
  const folder = join(targetDirectory, 'bundle')
  // Panics name source files. The home folder of the person is nobody's business, and would change the bytes.
  const flags = `target.${triple}.rustflags=${JSON.stringify([`--remap-path-prefix=${cargoHome}=cargo`])}`
  const target = ['--target', `${triple}.${glibc}`, '--target-dir', folder]
  return ['zigbuild', '--profile', 'bundle', ...target, '--config', flags]
}

/** Throws an EnvironmentError if a tool is missing; returns what cargo-zigbuild must be told. */
async function requireZig(needs: Needs, signal: AbortSignal): Promise<Env> {
  const tools = await findZig(needs.probe)
  const missing = missingZig(tools)
  if (missing.length > 0) throw new EnvironmentError((t) => t.bundle.zig.missing(missing, installZig(tools)))

  await requireTools([rustc, linker], needs, signal) // build scripts run here, so they are linked for this machine
  const library = await target.run(needs)
  const hint = library.status === 'optional' && library.hint
  if (hint) throw new EnvironmentError((t) => t.bundle.zig.noTarget(hint(t)))
  return tools.env
}

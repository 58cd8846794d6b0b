import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Needs } from '../../checks/check.ts'
import { linker } from '../../checks/rust/linker.ts'
import { hostTriple, rustc } from '../../checks/rust/rustc.ts'
import { target, triple } from '../../checks/rust/target.ts'
import { findZig, installZig, missingZig } from '../../checks/zig.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import type { Env } from '../../process/environment.ts'
import type { Context } from '../context.ts'
import { buildLibrary } from './build-library.ts'
import type { Crate } from './crate.ts'
import { requireTools } from './project-needs.ts'
import { rejectOtherProject } from './reject-other-project.ts'
import type { Settings } from './settings.ts'

/** What is built for the host, and from where. */
export type HostBuild = {
  /** The oldest that the host may have. */
  readonly glibc: string
  readonly crate: Crate
  readonly settings: Settings
  readonly needs: Needs
}

/**
 * Builds the addon for a Linux host with an x86-64 processor and this glibc (say `2.17`), or any later one, and returns
 * its path. A library that is linked here in the ordinary way asks for this machine's glibc; zig knows those of every
 * age, and cargo-zigbuild has it link for one of them.
 */
export async function buildForHost({ glibc, crate, settings, needs }: HostBuild, context: Context): Promise<string> {
  const zig = await requireZig(needs, context.signal)
  await rejectOtherProject(crate, 'bundle')
  const { args, env } = hostCommand(glibc, crate.targetDirectory, settings, context.env.CARGO_HOME)
  return buildLibrary(args, {
    env: { ...zig, ...env },
    signal: context.signal,
    state: (t) => t.bundle.cargo.states.noBundle,
  })
}

/** What cargo is called with. */
export function hostCommand(
  glibc: string,
  targetDirectory: string,
  { rustflags, env }: Pick<Settings, 'rustflags' | 'env'> = { rustflags: [], env: {} },
  cargoHome = join(homedir(), '.cargo'),
): { readonly args: readonly string[]; readonly env: Env } {
  // A folder of its own: in the other one, each `build` and each `bundle` would make the other start from nothing.
  const folder = join(targetDirectory, 'bundle')
  // Panics name source files. The home folder of the person is nobody's business, and would change the bytes. The last one that
  // matches counts.
  const places = [
    ...(dirname(homedir()) === homedir() ? [] : [[homedir(), '~']]),
    [targetDirectory, 'target'],
    [cargoHome, 'cargo'],
  ]
  const remap = places.map(([place, name]) => `--remap-path-prefix=${place}=${name}`)
  return {
    args: ['zigbuild', '--profile', 'bundle', '--target', `${triple}.${glibc}`, '--target-dir', folder],
    // Of all places for flags, cargo reads only this one if it is set:
    // https://doc.rust-lang.org/cargo/reference/config.html#buildrustflags
    env: { ...env, CARGO_ENCODED_RUSTFLAGS: [...remap, ...rustflags].join('\x1f') },
  }
}

/** Throws an EnvironmentError if a tool is missing; returns what cargo-zigbuild must be told. */
async function requireZig(needs: Needs, signal: AbortSignal): Promise<Env> {
  const tools = await findZig(needs.probe)
  const missing = missingZig(tools)
  if (missing.length > 0) throw new EnvironmentError((t) => t.bundle.zig.missing(missing, installZig(tools)))

  // Build scripts run here. Where that is the same target, zig links them, too, whatever linker is configured.
  const own = await hostTriple(needs.probe)
  await requireTools(own === triple ? [rustc] : [rustc, linker], needs, signal)
  const library = await target.run(needs)
  const hint = library.status === 'optional' && library.hint
  if (hint) throw new EnvironmentError((t) => t.bundle.zig.noTarget(hint(t)))
  return tools.env
}

import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findZig, installZig, missingZig } from '../../checks/zig.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import { codeOf } from '../../errors/system-errors.ts'
import type { Localized } from '../../text/localized.ts'
import type { HostBuild } from '../cargo/build-for-host.ts'
import type { Choice } from '../way.ts'
import { compileLauncher, hasLauncher } from './compile.ts'

/** The launcher for the host, or why the app has to do without, unless that is what was chosen. */
export type HostLauncher = { readonly content: Uint8Array } | { readonly content: undefined; readonly why?: Localized }

/**
 * Compiles the launcher for the host. Without zig, an addon that was built elsewhere (`given`) may have brought one along. If
 * package.json insists on a launcher and there is none, this throws an error of the kind that the reason is.
 */
export async function launcherForHost(
  choice: Choice,
  given: string | undefined,
  { glibc, crate, needs }: HostBuild,
  signal: AbortSignal,
): Promise<HostLauncher> {
  const state: Localized = (t) => t.bundle.cargo.states.noBundle
  if (choice === 'node') return { content: undefined }
  if (!hasLauncher(choice, state)) return { content: undefined, why: (t) => t.bundle.launcher.noSource }

  const tools = await findZig(needs.probe)
  if (tools.zig) {
    const output = join(crate.targetDirectory, 'bundle', 'launcher')
    mkdirSync(dirname(output), { recursive: true })
    await compileLauncher([...tools.command, 'cc', '-target', `x86_64-linux-gnu.${glibc}`], output, { signal, state })
    return { content: readFileSync(output) }
  }
  const addon = given ?? 'app.node' // without zig, one was given
  const content = readIfThere(join(dirname(addon), 'launcher'))
  if (content) return { content }
  const alone = { ...tools, zigbuild: 'not needed' }
  if (choice === 'rust') throw new EnvironmentError((t) => t.bundle.zig.missing(missingZig(alone), installZig(alone)))
  return { content: undefined, why: (t) => t.bundle.launcher.noZig(addon, installZig(alone)) }
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

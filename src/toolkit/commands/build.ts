import { cargo } from '../../checks/rust/cargo.ts'
import { linker } from '../../checks/rust/linker.ts'
import { rustc } from '../../checks/rust/rustc.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import type { Localized } from '../../text/localized.ts'
import { parseProcess, readPackageJson } from '../bundle/package-json.ts'
import { buildDev } from '../cargo/build-dev.ts'
import { buildRelease } from '../cargo/build-release.ts'
import { readCrate } from '../cargo/crate.ts'
import { projectNeeds, requireTools } from '../cargo/project-needs.ts'
import { rejectOtherProject } from '../cargo/reject-other-project.ts'
import type { Context } from '../context.ts'
import { compileLauncher, hasLauncher } from '../launcher/compile.ts'
import type { BuildFlags } from '../options.ts'

/**
 * Builds for this machine: `app.node` for release, and on Linux `launcher`, which can take Node's place there; or an addon of the
 * dev profile in a file of its own.
 */
export async function build({ dev, cargoArgs }: BuildFlags, context: Context): Promise<void> {
  const { signal } = context
  const needs = projectNeeds(context)
  await requireTools([cargo, rustc, linker], needs, signal)
  const kept: Localized = (t) => t.bundle.cargo.states.addonKept
  await rejectOtherProject(await readCrate({ signal, state: kept }))
  if (dev !== undefined) return await buildDev(dev, cargoArgs, signal)
  if (process.versions.pnp) throw new EnvironmentError((t) => t.bundle.build.plugAndPlay)

  const choice = parseProcess(readPackageJson(), kept)
  const withLauncher = process.platform === 'linux' && hasLauncher(choice, kept)
  await buildRelease(cargoArgs, needs, signal)
  if (withLauncher) await compileLauncher(['cc'], 'launcher', { signal, state: (t) => t.bundle.launcher.addonBuilt })
}

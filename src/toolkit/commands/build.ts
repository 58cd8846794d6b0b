import { cargo } from '../../checks/rust/cargo.ts'
import { linker } from '../../checks/rust/linker.ts'
import { rustc } from '../../checks/rust/rustc.ts'
import { buildDev } from '../cargo/build-dev.ts'
import { buildRelease } from '../cargo/build-release.ts'
import { projectNeeds, requireTools } from '../cargo/project-needs.ts'
import type { Context } from '../context.ts'
import type { BuildFlags } from '../options.ts'

/** Builds the addon for this machine: `app.node` for release, or one of the dev profile in a file of its own. */
export async function build({ dev, cargoArgs }: BuildFlags, context: Context): Promise<void> {
  const { signal } = context
  const needs = projectNeeds(context)
  await requireTools([cargo, rustc, linker], needs, signal)

  if (dev === undefined) await buildRelease(cargoArgs, needs, signal)
  else await buildDev(dev, cargoArgs, signal)
}

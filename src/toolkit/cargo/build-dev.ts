import { copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { buildLibrary } from './build-library.ts'

/**
 * Builds the addon in the dev profile and copies it to `addon`. cargo alone does it, at once, where napi's command line
 * takes a second more. Throws a BuildError if it does not compile.
 */
export async function buildDev(addon: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const library = await buildLibrary(['build', ...args], {
    signal,
    state: (t) => t.bundle.cargo.states.noAddon(addon),
  })
  await mkdir(dirname(addon), { recursive: true })
  await copyFile(library, addon)
}

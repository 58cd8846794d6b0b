import { buildAddon, frameworks, renderProbe } from './projects.ts'

/** Builds each framework's addon once for all tests. One after the other: cargo uses all processors by itself. */
export async function setup(): Promise<void> {
  for (const framework of frameworks) await buildAddon(await renderProbe(framework))
}

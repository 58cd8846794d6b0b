import { buildAddon, buildBinary, frameworks, renderProbe } from './projects.ts'

/** Builds each framework's addon and binary once for all tests. In sequence, since cargo alone uses all processors. */
export async function setup(): Promise<void> {
  for (const framework of frameworks) {
    const probe = await renderProbe(framework)
    await buildAddon(probe)
    await buildBinary(probe)
  }
}

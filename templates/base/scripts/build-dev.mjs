import { copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { buildLibrary } from './cargo.mjs'

/**
 * Builds the addon in the dev profile and copies it to `addon`. cargo alone does it, at once, where napi's command
 * line takes a second more. What does not compile rejects the promise.
 */
export async function buildDev(addon) {
  const library = await buildLibrary(['build'])
  await mkdir(dirname(addon), { recursive: true })
  await copyFile(library, addon)
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { highestGlibc } from '../../templates/base/scripts/elf.mjs'
import type { Destination } from '../destination/destination.ts'
import type { Addon } from '../report/result.ts'

/** The addon that the build made, or undefined if there is none. */
export async function findAddon({ path: folder }: Destination): Promise<Addon | undefined> {
  const path = join(folder, 'app.node')
  const content = await readFile(path).catch(() => undefined)
  return content && { path, bytes: content.length, glibc: highestGlibc(content) ?? null }
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { highestGlibc } from './elf.ts'

export type Addon = {
  /** Absolute. */
  readonly path: string
  readonly bytes: number
  /** The highest version of glibc that it requires, such as `2.17`; null if it requires none, as on macOS. */
  readonly glibc: string | null
}

/** The built addon in a project folder, or undefined if there is none. */
export async function findAddon(folder: string): Promise<Addon | undefined> {
  const path = join(folder, 'app.node')
  const content = await readFile(path).catch(() => undefined)
  return content && { path, bytes: content.length, glibc: highestGlibc(content) ?? null }
}

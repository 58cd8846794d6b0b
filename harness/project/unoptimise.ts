import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Has a project built without optimisation, which takes half the time. A bundle goes by the project's own settings, and not by
 * variables such as those of vitest.config.ts.
 */
export function unoptimise(root: string): void {
  mkdirSync(path.join(root, '.cargo'), { recursive: true })
  writeFileSync(path.join(root, '.cargo/config.toml'), '[profile.release]\nopt-level = 0\n')
}

import { join } from 'node:path'
import { isInside } from '../../destination/is-inside.ts'
import { rejectNameCollision } from '../../destination/target-dir-collision.ts'
import type { Crate } from './crate.ts'

/**
 * Throws a UsageError if another project of this name builds in the same folder, wherever that is configured: cargo would take
 * its addon for ours. `folder` is one in the target folder.
 */
export async function rejectOtherProject({ name, targetDirectory }: Crate, folder = ''): Promise<void> {
  const project = process.cwd()
  if (isInside(targetDirectory, project)) return // a copy of another project has what that one has built there
  await rejectNameCollision(join(targetDirectory, folder), name, project, (t) => t.bundle.cargo.otherProject)
}

import { rejectNameCollision } from '../../destination/target-dir-collision.ts'
import type { Crate } from './crate.ts'

/**
 * Throws a UsageError if another project of this name builds in the same folder, wherever that is configured: cargo would take
 * its addon for ours.
 */
export async function rejectOtherProject({ name, targetDirectory }: Crate, folder = targetDirectory): Promise<void> {
  await rejectNameCollision(folder, name, process.cwd(), (t) => t.bundle.cargo.otherProject)
}

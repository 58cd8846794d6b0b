import { realpathSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { UsageError } from '../errors/errors.ts'
import type { Destination } from './destination.ts'
import { existingParent } from './inspect.ts'

/** Other folders that a project has to do with, as absolute paths. */
export type RelatedFolders = { readonly ownTemplate?: string | undefined; readonly targetDir?: string | undefined }

/**
 * Refuses a project in the very folder that it is copied from, where it would be a part of the next one, and a shared
 * target folder in the project, where git would find it, or around the project, which `cargo clean` would delete with it.
 */
export function rejectOverlap({ path, shown }: Destination, { ownTemplate, targetDir }: RelatedFolders): void {
  if (ownTemplate !== undefined && isInside(path, ownTemplate))
    throw new UsageError((t) => t.template.containsProject(shown, ownTemplate))
  if (targetDir !== undefined && (isInside(targetDir, path) || isInside(path, targetDir)))
    throw new UsageError((t) => t.folder.targetDirNested(targetDir, shown))
}

/** The folder itself counts. */
function isInside(path: string, folder: string): boolean {
  const way = relative(real(folder), real(path))
  return way === '' || (way.split(/[\\/]/)[0] !== '..' && !isAbsolute(way))
}

/** Without links, as far as the path exists. */
function real(path: string): string {
  const parent = existingParent(path)
  return join(realpathSync(parent), relative(parent, path))
}

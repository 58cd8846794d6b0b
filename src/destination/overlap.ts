import { realpathSync } from 'node:fs'
import { join, relative } from 'node:path'
import { UsageError } from '../errors/errors.ts'
import type { Destination } from './destination.ts'
import { existingParent } from './inspect.ts'
import { isInside } from './is-inside.ts'

/** The `--template` and `--target-dir` folders, as absolute paths. */
export type RelatedFolders = { readonly templateFolder?: string | undefined; readonly targetDir?: string | undefined }

/**
 * Rejects a project inside its own template, where it would become part of the next project, and a shared target folder
 * that is inside the project (git would see it) or contains it (`cargo clean` would delete the project).
 */
export function rejectOverlap({ path, shown }: Destination, { templateFolder, targetDir }: RelatedFolders): void {
  if (templateFolder !== undefined && isReallyInside(path, templateFolder))
    throw new UsageError((t) => t.template.containsProject(shown, templateFolder))
  if (targetDir !== undefined && (isReallyInside(targetDir, path) || isReallyInside(path, targetDir)))
    throw new UsageError((t) => t.folder.targetDirNested(targetDir, shown))
}

function isReallyInside(path: string, folder: string): boolean {
  return isInside(realPath(path), realPath(folder))
}

/** With links resolved in the part of the path that exists. */
export function realPath(path: string): string {
  const parent = existingParent(path)
  return join(realpathSync(parent), relative(parent, path))
}

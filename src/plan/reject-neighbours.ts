import { UsageError } from '../errors/errors.ts'
import type { Plan } from './plan.ts'

/**
 * Throws a UsageError if the project would break a workspace above it, or be installed into one. Tried with cargo 1.95,
 * npm 10 and 11, pnpm 10 and 12, yarn 1 and 4, and bun 1: a cargo workspace with another one in it builds no more
 * ("multiple workspace roots"); with a member that the lock file does not know, `npm ci` and the like fail. bun and yarn 1
 * install into the workspace from inside a member.
 */
export function rejectNeighbours({ surroundings, install }: Plan, installsAbove: boolean): void {
  for (const workspace of surroundings.workspaces) {
    const { file, key, pattern, path, lock } = workspace
    if (key === 'members') throw new UsageError((t) => t.around.cargo(file, pattern, path))
    if (lock !== undefined) throw new UsageError((t) => t.around.locked(file, pattern, lock, path, key))
    if (install && installsAbove)
      throw new UsageError((t) => t.around.installsAbove(install.program, file, pattern, path, key))
  }
}

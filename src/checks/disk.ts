import { statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import { existingParent } from '../destination/inspect.ts'
import { formatSize } from '../text/format.ts'
import type { Check, Needs } from './check.ts'
import type { CheckOutcome } from './check-result.ts'

/**
 * Measured: the first release build of a project fills its target folder with 165 MB, and node_modules has 86 MB; the dev
 * profile and the tests bring it near a gigabyte. Below the first figure, a build surely fails.
 */
const leastForProject = 200e6
const enoughForProject = 1e9

/** In a target folder that others have filled, a project adds little more than itself. */
const leastForShared = 20e6

/** The room where cargo will build. */
export const disk: Check = {
  name: 'disk',
  title: () => (t) => t.checks.titles.disk,
  blocks: 'build',
  look: async (needs) => {
    const { folder, shared } = whereCargoBuilds(needs)
    try {
      const { bavail, bsize } = await statfs(existingParent(folder))
      return judgeRoom(bavail * bsize, shared)
    } catch {
      return { status: 'unneeded', detail: (t) => t.checks.diskUnknown } // not every file system tells
    }
  },
}

export function judgeRoom(free: number, shared: boolean): CheckOutcome {
  const least = shared ? leastForShared : leastForProject
  if (free < least)
    return {
      status: 'failed',
      message: (t) => t.checks.diskTooSmall(formatSize(free, t), formatSize(least, t)),
      hint: (t) => t.checks.freeDiskSpace,
    }
  const scarce = !shared && free < enoughForProject
  return {
    status: 'passed',
    detail: (t) => t.checks.diskSpace(formatSize(free, t), scarce ? formatSize(enoughForProject, t) : undefined),
  }
}

function whereCargoBuilds({ cwd, targetDir = process.env.CARGO_TARGET_DIR || undefined }: Needs) {
  return targetDir === undefined ? { folder: cwd, shared: false } : { folder: resolve(cwd, targetDir), shared: true }
}

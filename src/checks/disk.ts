import { statfs } from 'node:fs/promises'
import { existingParent } from '../destination/inspect.ts'
import { formatSize } from '../text/format.ts'
import type { Check } from './check.ts'
import type { CheckOutcome } from './check-result.ts'
import { targetFolder } from './rust/target-folder.ts'

/**
 * Measured: the first release build of a project takes 165 MB in its target folder, and node_modules 86 MB; with the dev
 * profile and the tests it is almost a gigabyte. Below the minimum, a build certainly fails.
 */
const minimum = 200e6
const comfortable = 1e9

/** In a target folder that already has the dependencies, a project adds little more than itself. */
const minimumShared = 20e6

/** The free space on the disk where cargo builds. */
export const disk: Check = {
  name: 'disk',
  title: () => (t) => t.checks.titles.disk,
  blocks: 'build',
  run: async (needs) => {
    const shared = await targetFolder(needs.cwd, needs.targetDir, needs)
    try {
      const { bavail, bsize } = await statfs(existingParent(shared ?? needs.cwd))
      return judgeDiskSpace(bavail * bsize, shared !== undefined)
    } catch {
      return { status: 'optional', detail: (t) => t.checks.diskUnknown } // not every file system reports it
    }
  },
}

/** `free` is in bytes; `shared` is whether the target folder is shared with other projects. */
export function judgeDiskSpace(free: number, shared: boolean): CheckOutcome {
  const needed = shared ? minimumShared : minimum
  if (free < needed)
    return {
      status: 'failed',
      message: (t) => t.checks.diskTooSmall(formatSize(free, t), formatSize(needed, t)),
      hint: (t) => t.checks.freeDiskSpace,
    }
  const scarce = !shared && free < comfortable
  return {
    status: 'passed',
    detail: (t) => t.checks.diskSpace(formatSize(free, t), scarce ? formatSize(comfortable, t) : undefined),
  }
}

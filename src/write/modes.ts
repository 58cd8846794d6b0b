import { chmodSync, statSync } from 'node:fs'
import { codeOf } from '../errors/system-errors.ts'

/**
 * Gives an entry the mode that a project has, whatever the umask: what others must read on the host is not closed, and
 * nothing is writable for all. A file system without modes (FAT, a shared folder) keeps its own.
 */
export function setMode(path: string, mode: number): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o777) === mode) return
  try {
    chmodSync(path, mode)
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) throw error
  }
}

import { en } from '../messages/en.ts'
import type { Localized } from '../text/localized.ts'
import { EnvironmentError } from './errors.ts'

/** Why a system call failed, in our words if there are any for its code. */
export function reasonFor(error: unknown): Localized {
  const code = codeOf(error)
  return (t) => (isKnown(code) ? t.system.reasons[code] : String(error))
}

/** `ENOENT` and the like; empty if it is not a system error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Whether the messages have a text for this code. */
export function isKnown(code: string): code is keyof typeof en.system.reasons {
  return Object.hasOwn(en.system.reasons, code)
}

/** What the system says when the machine is at a limit, or forbids something: errno(3). None of it is a bug of ours. */
const machineFaults = new Set([
  ...['E2BIG', 'EACCES', 'EAGAIN', 'EDQUOT', 'EFBIG', 'EIO', 'ELOOP', 'EMFILE', 'ENAMETOOLONG', 'ENFILE'],
  ...['ENOMEM', 'ENOSPC', 'EPERM', 'EROFS', 'ETXTBSY'],
])

/**
 * An EnvironmentError in place of a system error that this machine is the cause of; all else comes back as it is. The system
 * reports a current folder that is gone as ENOENT of `uv_cwd`.
 */
export function asMachineFault(error: unknown): unknown {
  const code = codeOf(error)
  if (code === '') return error
  const { syscall = '', path } = error as NodeJS.ErrnoException
  if (syscall.startsWith('spawn')) return startFailed(path ?? syscall, error)
  if (syscall === 'uv_cwd') return new EnvironmentError((t) => t.currentFolder.gone, { cause: error })
  if (!machineFaults.has(code)) return error
  return new EnvironmentError((t) => t.system.failed(path ?? syscall, reasonFor(error)(t)), { cause: error })
}

/** A program that this machine could not start. */
export function startFailed(program: string, error: unknown): EnvironmentError {
  return new EnvironmentError((t) => t.system.notStarted(program, startFailure(error)(t)), { cause: error })
}

/** Why a program could not be started. */
export function startFailure(error: unknown): Localized {
  return codeOf(error) === 'ENOENT' ? (t) => t.system.notFound : reasonFor(error)
}

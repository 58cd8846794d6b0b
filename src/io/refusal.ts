import { UsageError } from '../core/errors.ts'

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EDQUOT: 'your disk quota is used up',
  EEXIST: 'something of that name has just appeared there',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'the folder around it takes no new ones',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of that path is a file',
  ENOTEMPTY: 'something has just appeared there',
  EPERM: 'not permitted',
  EROFS: 'the disk is read-only',
}

/** What the system refused, in words; any other error as it is. */
export function explained(error: unknown, shown: string): unknown {
  const reason = reasons[codeOf(error)]
  if (!reason) return error
  return new UsageError(
    `The project cannot be written to "${shown}": ${reason}.`,
    'Choose another folder, or mend this and run the same command again. Nothing was written.',
    { cause: error },
  )
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

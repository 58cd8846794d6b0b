import { UsageError } from '../core/errors.ts'
import { en } from '../messages/en.ts'

/** What the system refused, in words; any other error as it is. */
export function explained(error: unknown, shown: string): unknown {
  const code = codeOf(error)
  if (!isExplained(code)) return error
  return new UsageError((say) => say.folder.cannotWrite(shown, say.folder.reasons[code]), { cause: error })
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function isExplained(code: string): code is keyof typeof en.folder.reasons {
  return Object.hasOwn(en.folder.reasons, code)
}

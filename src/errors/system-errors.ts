import { en } from '../messages/en.ts'
import type { Localized } from '../text/localized.ts'
import { UsageError } from './errors.ts'

/** What the system refused, in words; any other error as it is. */
export function toUsageError(error: unknown, shown: string): unknown {
  if (!isExplained(codeOf(error))) return error
  return new UsageError((t) => t.folder.cannotWrite(shown, reasonFor(error)(t)), { cause: error })
}

/** Why the system refused, in words if we have any. */
export function reasonFor(error: unknown): Localized {
  const code = codeOf(error)
  return (t) => (isExplained(code) ? t.folder.reasons[code] : String(error))
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function isExplained(code: string): code is keyof typeof en.folder.reasons {
  return Object.hasOwn(en.folder.reasons, code)
}

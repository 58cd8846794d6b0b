import { UsageError } from './errors.ts'
import type { Phrase } from '../text/localized.ts'
import { en } from '../messages/en.ts'

/** What the system refused, in words; any other error as it is. */
export function explained(error: unknown, shown: string): unknown {
  if (!isExplained(codeOf(error))) return error
  return new UsageError((say) => say.folder.cannotWrite(shown, reasonFor(error)(say)), { cause: error })
}

/** Why the system refused, in words if we have any. */
export function reasonFor(error: unknown): Phrase {
  const code = codeOf(error)
  return (say) => (isExplained(code) ? say.folder.reasons[code] : String(error))
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function isExplained(code: string): code is keyof typeof en.folder.reasons {
  return Object.hasOwn(en.folder.reasons, code)
}

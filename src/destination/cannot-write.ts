import { UsageError } from '../errors/errors.ts'
import { codeOf, isKnown, reasonFor } from '../errors/system-errors.ts'

/** A system error at the destination as a UsageError; any other error unchanged. */
export function toUsageError(error: unknown, shown: string): unknown {
  if (!isKnown(codeOf(error))) return error
  return new UsageError((t) => t.folder.cannotWrite(shown, reasonFor(error)(t)), { cause: error })
}

import { ExpectedError } from '../../errors/errors.ts'
import type { ErrorText } from '../../text/localized.ts'

/** What an error says, for a message about something larger; one that we did not expect has its own words, and no hint. */
export function errorText(error: unknown): ErrorText {
  if (error instanceof ExpectedError) return error.describe
  return () => ({ message: error instanceof Error ? error.message : String(error), hint: '' })
}

import { readFileSync } from 'node:fs'
import { UsageError } from '../../errors/errors.ts'
import { codeOf, reasonFor } from '../../errors/system-errors.ts'
import type { Messages } from '../../messages/en.ts'

/** A file that the person has to give. `describe` is the UsageError's text if it cannot be read. */
export function readGiven(
  path: string,
  describe: (t: Messages, reason: string) => { readonly message: string; readonly hint: string },
): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    // The shared words for ENOENT are about a file that cannot be created.
    const reason = codeOf(error) === 'ENOENT' ? (t: Messages) => t.bundle.pack.noSuchFile : reasonFor(error)
    throw new UsageError((t) => describe(t, reason(t)), { cause: error })
  }
}

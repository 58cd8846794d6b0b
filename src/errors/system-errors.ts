import { en } from '../messages/en.ts'
import type { Localized } from '../text/localized.ts'

/** Why the system rejected a call, in words if we have any for its code. */
export function reasonFor(error: unknown): Localized {
  const code = codeOf(error)
  return (t) => (isKnown(code) ? t.system.reasons[code] : String(error))
}

/** `ENOENT` and the like; empty for what is no error of the system. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Whether there are words for this code. */
export function isKnown(code: string): code is keyof typeof en.system.reasons {
  return Object.hasOwn(en.system.reasons, code)
}

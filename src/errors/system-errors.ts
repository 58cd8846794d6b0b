import { en } from '../messages/en.ts'
import type { Localized } from '../text/localized.ts'

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

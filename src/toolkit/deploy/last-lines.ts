import { plainLines } from '../../text/plain-text.ts'

/** The last lines of what a program said, without blanks around them. */
export function lastLines(text: string, count = 3): readonly string[] {
  return plainLines(text.trim()).slice(-count)
}

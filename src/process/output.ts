import type { Localized } from '../text/localized.ts'

const stackFrame = /^\s+at /

/** The end of what a program said, without the JavaScript stacks that push a compiler's words out of sight. */
export function tail(output: readonly string[], count = 25): string[] {
  const telling = output.filter((line) => !stackFrame.test(line))
  const end = telling.findLastIndex((line) => line.trim() !== '')
  return telling.slice(0, end + 1).slice(-count)
}

/** What to do about a failure that many people meet, and whose own words do not say it. */
export function hintFor(output: readonly string[]): Localized | undefined {
  if (output.some((line) => /linker `.*` not found/.test(line))) return (t) => t.failure.noLinker
  return undefined
}

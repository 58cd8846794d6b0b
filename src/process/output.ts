import type { Phrase } from '../text/localized.ts'

const stackFrame = /^\s+at /

/** The end of what a program said, without the JavaScript stacks that push a compiler's words out of sight. */
export function lastLines(output: readonly string[], count = 25): string[] {
  const telling = output.filter((line) => !stackFrame.test(line))
  const end = telling.findLastIndex((line) => line.trim() !== '')
  return telling.slice(0, end + 1).slice(-count)
}

/** What to do about a failure that many people meet, and whose own words do not say it. */
export function adviceOn(output: readonly string[]): Phrase | undefined {
  if (output.some((line) => /linker `.*` not found/.test(line))) return (say) => say.failure.noLinker
  return undefined
}

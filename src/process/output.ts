import type { Localized } from '../text/localized.ts'

const stackFrame = /^\s+at /

/** The last lines of a program's output, without JavaScript stacks, which would push a compiler's errors out of sight. */
export function tail(output: readonly string[], count = 25): string[] {
  const relevant = output.filter((line) => !stackFrame.test(line))
  const end = relevant.findLastIndex((line) => line.trim() !== '')
  return relevant.slice(0, end + 1).slice(-count)
}

/** How to fix a common failure whose own output does not say it. */
export function hintFor(output: readonly string[]): Localized | undefined {
  if (output.some((line) => /linker `.*` not found/.test(line))) return (t) => t.failure.noLinker
  return undefined
}

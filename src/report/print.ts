import { styleText } from 'node:util'
import type { Addon } from '../addon/built-addon.ts'
import type { CheckResult } from '../checks/check-result.ts'
import { place } from '../destination/destination.ts'
import { BuildError, Cancelled, ExpectedError } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import type { Plan } from '../plan/plan.ts'
import { formatDuration, formatSize } from '../text/format.ts'
import { doctorLines, verdict } from './doctor-report.ts'
import type { ResultNotice } from './result.ts'

/** The result of a successful run. */
export type CreatedProject = {
  readonly plan: Plan
  readonly addon: Addon | undefined
  readonly milliseconds: number
  readonly next: readonly string[]
}

/** Prints the result on stdout. */
export function printCreated({ plan, addon, milliseconds, next }: CreatedProject, t: Messages): void {
  const { destination, framework } = plan
  const message = [framework.title, ...(addon ? [t.report.addon(formatSize(addon.bytes, t))] : [])].join(', ')
  const where = bold(place(destination)(t), process.stdout)
  stdoutLines([
    '',
    t.report.created(where, message, formatDuration(milliseconds, t)),
    '',
    t.report.next,
    ...next.map((command) => `  ${command}`),
    '',
  ])
}

/** Prints the check results on stdout. */
export function printDoctor(results: readonly CheckResult[], t: Messages): void {
  const marks = {
    passed: styled('✔', 'green', process.stdout),
    failed: styled('✖', 'red', process.stdout),
    optional: styled('–', 'dim', process.stdout),
  }
  stdoutLines([...doctorLines(results, marks, t), '', bold(verdict(results, t), process.stdout)])
}

export function noticeLines(notices: readonly ResultNotice[]): string[] {
  return notices.flatMap(({ message, hint }) => [`! ${message}`, `  ${hint}`])
}

/** Prints lines of a result on stdout. */
export function stdoutLines(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** Prints a line for the user on stderr. */
export function stderrLine(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Prints an error on stderr: an expected one with message and hint, a bug of ours with its stack and where to report it. */
export function printError(
  error: unknown,
  tool: { readonly version: string; readonly bugs: string },
  t: Messages,
): void {
  if (!(error instanceof ExpectedError)) {
    stderrLine(error instanceof Error ? (error.stack ?? error.message) : String(error))
    stderrLine(`\n${styled('✖', 'red', process.stderr)} ${t.failure.bug(tool.version)}`)
    stderrLine(`  ${tool.bugs}`)
    return
  }
  const { message, hint } = error.describe(t)
  if (error instanceof Cancelled) {
    stderrLine(`${message} ${hint}`)
    return
  }
  if (error instanceof BuildError && error.output.length > 0) stderrLine(`\n${error.output.join('\n')}`)
  stderrLine(`\n${styled('✖', 'red', process.stderr)} ${bold(message, process.stderr)}`)
  for (const line of hint.split('\n')) stderrLine(`  ${line}`.trimEnd())
}

function bold(text: string, stream: NodeJS.WriteStream): string {
  return styled(text, 'bold', stream)
}

/** hasColors respects NO_COLOR and dumb terminals, and is undefined on a stream that is not a terminal. */
function styled(text: string, style: 'bold' | 'dim' | 'green' | 'red', stream: NodeJS.WriteStream): string {
  return stream.hasColors?.() ? styleText(style, text, { validateStream: false }) : text
}

import { styleText } from 'node:util'
import { duration, size } from '../text/format.ts'
import { type CheckRecord, diagnosisLines, verdict } from './doctor-report.ts'
import { BuildError, Cancelled, ExpectedError } from '../errors/errors.ts'
import type { Plan } from '../plan/plan.ts'
import type { Addon } from './result.ts'
import { place } from '../destination/destination.ts'
import type { Messages } from '../messages/en.ts'

/** What there is to say at the end of a good run. */
export type Created = {
  readonly plan: Plan
  readonly addon: Addon | undefined
  readonly milliseconds: number
  readonly next: readonly string[]
}

/** The result, on stdout. */
export function created({ plan, addon, milliseconds, next }: Created, say: Messages): void {
  const { target, framework } = plan
  const what = [framework.title, ...(addon ? [say.report.addon(size(addon.bytes, say))] : [])].join(', ')
  const where = bold(place(target)(say), process.stdout)
  print([
    '',
    say.report.created(where, what, duration(milliseconds, say)),
    '',
    say.report.next,
    ...next.map((command) => `  ${command}`),
    '',
  ])
}

/** What `doctor` found, on stdout. */
export function diagnosed(records: readonly CheckRecord[], say: Messages): void {
  const marks = {
    passed: styled('✔', 'green', process.stdout),
    failed: styled('✖', 'red', process.stdout),
    unneeded: styled('–', 'dim', process.stdout),
  }
  print([...diagnosisLines(records, marks, say), '', bold(verdict(records, say), process.stdout)])
}

/** Lines of a result, on stdout. */
export function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** One line for the person, on stderr. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** An error, on stderr: what we expected in words, our own bugs with all that helps to find them. */
export function failed(error: unknown, tool: { readonly version: string; readonly bugs: string }, say: Messages): void {
  if (!(error instanceof ExpectedError)) {
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error))
    tell(`\n${styled('✖', 'red', process.stderr)} ${say.failure.bug(tool.version)}`)
    tell(`  ${tool.bugs}`)
    return
  }
  const { what, now } = error.tell(say)
  if (error instanceof Cancelled) {
    tell(`${what} ${now}`)
    return
  }
  if (error instanceof BuildError && error.output.length > 0) tell(`\n${error.output.join('\n')}`)
  tell(`\n${styled('✖', 'red', process.stderr)} ${bold(what, process.stderr)}`)
  for (const line of now.split('\n')) tell(`  ${line}`.trimEnd())
}

function bold(text: string, stream: NodeJS.WriteStream): string {
  return styled(text, 'bold', stream)
}

/** hasColors knows about NO_COLOR and dumb terminals, and does not exist on what is no terminal. */
function styled(text: string, style: 'bold' | 'dim' | 'green' | 'red', stream: NodeJS.WriteStream): string {
  return stream.hasColors?.() ? styleText(style, text, { validateStream: false }) : text
}

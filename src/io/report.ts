import { styleText } from 'node:util'
import { duration, size } from '../core/amount.ts'
import { BuildError, Cancelled, ExpectedError } from '../core/errors.ts'
import type { Plan } from '../core/plan.ts'
import type { Addon } from '../core/result.ts'
import { place } from '../core/target.ts'
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
    tell(`\n${mark()} ${say.failure.bug(tool.version)}`)
    tell(`  ${tool.bugs}`)
    return
  }
  const { what, now } = error.tell(say)
  if (error instanceof Cancelled) {
    tell(`${what} ${now}`)
    return
  }
  if (error instanceof BuildError && error.output.length > 0) tell(`\n${error.output.join('\n')}`)
  tell(`\n${mark()} ${bold(what, process.stderr)}`)
  for (const line of now.split('\n')) tell(`  ${line}`.trimEnd())
}

function mark(): string {
  return process.stderr.hasColors?.() ? styleText('red', '✖', { validateStream: false }) : '✖'
}

/** hasColors knows about NO_COLOR and dumb terminals, and does not exist on what is no terminal. */
function bold(text: string, stream: NodeJS.WriteStream): string {
  return stream.hasColors?.() ? styleText('bold', text, { validateStream: false }) : text
}

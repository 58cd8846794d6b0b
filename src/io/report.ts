import { styleText } from 'node:util'
import { duration, size } from '../core/amount.ts'
import { BuildError, Cancelled, ExpectedError } from '../core/errors.ts'
import type { Plan } from '../core/plan.ts'
import { place } from '../core/target.ts'

/** What there is to say at the end of a good run. */
export type Created = {
  readonly plan: Plan
  readonly addonBytes: number | undefined
  readonly milliseconds: number
  readonly next: readonly string[]
}

/** The result, on stdout. */
export function created({ plan, addonBytes, milliseconds, next }: Created): void {
  const { target, framework } = plan
  const addon = addonBytes === undefined ? '' : `, addon of ${size(addonBytes)}`
  process.stdout.write(
    [
      '',
      `Your API is in ${bold(place(target), process.stdout)}: ${framework.title}${addon}, in ${duration(milliseconds)}.`,
      '',
      'Next:',
      ...next.map((command) => `  ${command}`),
      '',
      '',
    ].join('\n'),
  )
}

/** One line for the person, on stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** An error, on stderr: what we expected in words, our own bugs with all that helps to find them. */
export function failed(error: unknown, tool: { readonly version: string; readonly bugs: string }): void {
  if (error instanceof Cancelled) {
    say(`${error.message} ${error.hint}`)
  } else if (error instanceof ExpectedError) {
    if (error instanceof BuildError && error.output.length > 0) say(`\n${error.output.join('\n')}`)
    say(`\n${mark()} ${bold(error.message, process.stderr)}`)
    for (const line of error.hint.split('\n')) say(`  ${line}`.trimEnd())
  } else {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    say(`\n${mark()} This is a bug in create-o2switch-rust ${tool.version}. Please report it, with the lines above:`)
    say(`  ${tool.bugs}`)
  }
}

function mark(): string {
  return process.stderr.hasColors?.() ? styleText('red', '✖', { validateStream: false }) : '✖'
}

/** hasColors knows about NO_COLOR and dumb terminals, and does not exist on what is no terminal. */
function bold(text: string, stream: NodeJS.WriteStream): string {
  return stream.hasColors?.() ? styleText('bold', text, { validateStream: false }) : text
}

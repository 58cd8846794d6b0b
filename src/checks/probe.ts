import { lastLines } from '../process/output.ts'
import type { Phrase } from '../text/localized.ts'
import { type Ended, run } from '../process/run.ts'

/** Asks a program something short. Several checks may ask the same: it is asked once. */
export type Query = (program: string, ...args: readonly string[]) => Promise<Ended>

// A minute, since rustup may install a toolchain before it answers.
const timeout = 60_000

/** `cwd` is where rustup would choose the same toolchain as in the project. */
export function queries(cwd: string, signal: AbortSignal | undefined): Query {
  const answers = new Map<string, Promise<Ended>>()
  return (program, ...args) => {
    const question = [program, ...args].join(' ')
    const answer = answers.get(question) ?? run(program, args, { cwd, signal, timeout })
    answers.set(question, answer)
    return answer
  }
}

export function versionIn(answer: Ended): string | undefined {
  return answer.kind === 'done' ? /\d+\.\d+\.\d+/.exec(answer.stdout)?.[0] : undefined
}

/** Why an answer holds no version, if possible in the program's own last words. */
export function whyNoVersion(answer: Ended): Phrase {
  if (answer.kind === 'missing') return (say) => say.checks.whyMissing
  if (answer.kind === 'late') return answer.how
  if (answer.kind === 'stopped') return (say) => say.steps.stopped
  const said = answer.kind === 'done' ? answer.stdout.split(/\r?\n/) : answer.output
  const [last] = lastLines(said, 1)
  if (last) return () => last.trim().replace(/\.$/, '')
  return answer.kind === 'done' ? (say) => say.checks.whyEmpty : answer.how
}

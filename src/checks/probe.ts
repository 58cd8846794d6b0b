import { tail } from '../process/output.ts'
import { type ProcessResult, run } from '../process/run.ts'
import type { Localized } from '../text/localized.ts'

/** Asks a program something short. Several checks may ask the same: it is asked once. */
export type Probe = (program: string, ...args: readonly string[]) => Promise<ProcessResult>

// A minute, since rustup may install a toolchain before it answers.
const timeout = 60_000

/** `cwd` is where rustup would choose the same toolchain as in the project. */
export function createProbe(cwd: string, signal: AbortSignal | undefined): Probe {
  const answers = new Map<string, Promise<ProcessResult>>()
  return (program, ...args) => {
    const question = [program, ...args].join(' ')
    const answer = answers.get(question) ?? run(program, args, { cwd, signal, timeout })
    answers.set(question, answer)
    return answer
  }
}

export function versionIn(answer: ProcessResult): string | undefined {
  return answer.kind === 'done' ? /\d+\.\d+\.\d+/.exec(answer.stdout)?.[0] : undefined
}

/** Why an answer holds no version, if possible in the program's own last words. */
export function whyNoVersion(answer: ProcessResult): Localized {
  if (answer.kind === 'missing') return (t) => t.checks.reasons.notOnPath
  if (answer.kind === 'timed-out') return answer.reason
  if (answer.kind === 'stopped') return (t) => t.steps.stopped
  const said = answer.kind === 'done' ? answer.stdout.split(/\r?\n/) : answer.output
  const [last] = tail(said, 1)
  if (last) return () => last.trim().replace(/\.$/, '')
  return answer.kind === 'done' ? (t) => t.checks.reasons.noOutput : answer.reason
}

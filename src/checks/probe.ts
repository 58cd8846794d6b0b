import { tail } from '../process/output.ts'
import { type ProcessResult, run } from '../process/run.ts'
import type { Localized } from '../text/localized.ts'

/** Runs a program for a short answer, such as its version. The same command runs only once, however many checks use it. */
export type Probe = (program: string, ...args: readonly string[]) => Promise<ProcessResult>

// A minute, since rustup may install a toolchain first.
const timeout = 60_000

/** Runs programs in `cwd`: rustup chooses the toolchain by the current folder. */
export function createProbe(cwd: string, signal: AbortSignal | undefined): Probe {
  const answers = new Map<string, Promise<ProcessResult>>()
  return (program, ...args) => {
    const command = [program, ...args].join(' ')
    const answer = answers.get(command) ?? run(program, args, { cwd, signal, timeout })
    answers.set(command, answer)
    return answer
  }
}

export function versionIn(answer: ProcessResult): string | undefined {
  return answer.kind === 'done' ? /\d+\.\d+\.\d+/.exec(answer.stdout)?.[0] : undefined
}

/** Why an answer has no version: the line of the program's output that says it, else the last one. */
export function reasonForNoVersion(answer: ProcessResult): Localized {
  if (answer.kind === 'missing') return (t) => t.checks.reasons.notOnPath
  if (answer.kind === 'timed-out') return answer.reason
  if (answer.kind === 'stopped') return (t) => t.steps.stopped
  const output = answer.kind === 'done' ? answer.stdout.split(/\r?\n/) : answer.output
  const line = output.find(isReason) ?? tail(output, 1)[0]
  if (line) return () => line.trim().replace(errorMark, '').replace(/\.$/, '')
  return answer.kind === 'done' ? (t) => t.checks.reasons.noOutput : answer.reason
}

const errorMark = /^(?:[×✖]|ERROR|error:|fatal:)\s+/

/** A sentence that is marked as an error. Help, which often comes last, is not; nor is a mere code. */
function isReason(line: string): boolean {
  return errorMark.test(line.trim()) && line.trim().split(/\s+/).length > 2
}

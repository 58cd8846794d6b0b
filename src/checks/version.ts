import { lastLines } from '../core/output.ts'
import type { Phrase } from '../core/phrase.ts'
import { type Ended, run } from '../io/run.ts'
import type { Needs } from './finding.ts'

/** Asks a program for its version. A minute, since rustup may install a toolchain before it answers. */
export function askVersion(program: string, { cwd, signal }: Needs): Promise<Ended> {
  return run(program, ['--version'], { cwd, signal, timeout: 60_000 })
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

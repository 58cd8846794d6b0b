import type { Messages } from '../messages/en.ts'
import { BuildError, Cancelled, EnvironmentError, type StopSignal } from '../errors/errors.ts'
import type { Lack } from '../checks/check-result.ts'
import { missingCommands, nextCommands } from '../plan/next-steps.ts'
import { adviceOn, lastLines } from '../process/output.ts'
import type { Phrase } from '../text/localized.ts'
import type { Plan, Step } from '../plan/plan.ts'
import { place } from '../destination/destination.ts'

/** How far a run has come, once the files are written. */
export type Done = { readonly installed: boolean; readonly built: boolean }

/** How a step failed, and all it said; undefined if the person saw it live. */
export type Failure = { readonly how: Phrase; readonly output: readonly string[] | undefined }

/** A step that failed. Tools that lack besides are told too: mending the one would only lead to the other. */
export function failedStep(
  { title, program }: Step,
  { how, output }: Failure,
  plan: Plan,
  done: Done,
  lacking: readonly Lack[],
): BuildError {
  const shown = lastLines(output ?? [])
  const silent = output !== undefined && shown.length === 0
  return new BuildError(
    (say) => ({
      what: say.failure.step(title, how(say)),
      now: [
        ...(silent ? [say.failure.silent(program, `${title} --verbose`)] : []),
        ...(adviceOn(output ?? [])?.(say).split('\n') ?? []),
        say.failure.files(place(plan.target)(say)),
        steps(plan, done),
        ...(lacking.length > 0 ? [say.failure.besides(problems(lacking, say)), ...mends(lacking, say)] : []),
      ].join('\n'),
    }),
    shown,
  )
}

export function cancelled(plan: Plan, done: Done, signal: StopSignal): Cancelled {
  const next = missingCommands(plan, done).join(' && ')
  return new Cancelled(signal, (say) => say.cancelled.afterwards(place(plan.target)(say), next))
}

/** All that could be done without these tools is done. */
export function unfinished(plan: Plan, lacking: readonly Lack[], done: Done): EnvironmentError {
  return new EnvironmentError((say) => ({
    what: say.failure.unfinished(problems(lacking, say)),
    now: [...mends(lacking, say), say.failure.afterwards(place(plan.target)(say)), steps(plan, done)].join('\n'),
  }))
}

/** Each once: without Rust, two of its programs are missing. */
export function problems(lacking: readonly Lack[], say: Messages): string {
  return say.failure.problems([...new Set(lacking.map(({ problem }) => problem(say)))])
}

export function mends(lacking: readonly Lack[], say: Messages): string[] {
  return [...new Set(lacking.map(({ mend }) => mend(say)))]
}

function steps(plan: Plan, done: Done): string {
  return nextCommands(plan, done)
    .map((command) => `  ${command}`)
    .join('\n')
}

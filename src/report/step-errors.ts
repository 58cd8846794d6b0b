import type { MissingRequirement } from '../checks/check-result.ts'
import { place } from '../destination/destination.ts'
import { BuildError, Cancelled, EnvironmentError } from '../errors/errors.ts'
import type { StopSignal } from '../errors/exit-codes.ts'
import type { Messages } from '../messages/en.ts'
import { type Completed, nextSteps, remainingSteps } from '../plan/next-steps.ts'
import type { Plan, Step } from '../plan/plan.ts'
import { hintFor, tail } from '../process/output.ts'
import type { Localized } from '../text/localized.ts'

/** Why a step failed, and everything that it printed; undefined if it was shown live. */
export type Failure = { readonly reason: Localized; readonly output: readonly string[] | undefined }

/** How far the run had come when a step failed. */
type State = {
  readonly plan: Plan
  readonly completed: Completed
  readonly missing: readonly MissingRequirement[]
}

/** A step that failed. Lists other missing tools as well: fixing one would only reveal the next. */
export function stepFailed(
  { title, program }: Step,
  { reason, output }: Failure,
  { plan, completed, missing }: State,
): BuildError {
  const shown = tail(output ?? [])
  const silent = output !== undefined && shown.length === 0
  return new BuildError(
    (t) => ({
      message: t.unfinished.step(title, reason(t)),
      hint: [
        ...(silent ? [t.unfinished.noOutput(program, `${title} --verbose`)] : []),
        ...(hintFor(output ?? [])?.(t).split('\n') ?? []),
        t.unfinished.files(place(plan.destination)(t)),
        steps(plan, completed),
        ...(missing.length > 0 ? [t.unfinished.alsoMissing(listProblems(missing, t)), ...listHints(missing, t)] : []),
      ].join('\n'),
    }),
    shown,
  )
}

export function cancelledDuring(plan: Plan, completed: Completed, signal: StopSignal): Cancelled {
  const next = remainingSteps(plan, completed).join(' && ')
  return new Cancelled(signal, (t) => t.cancelled.afterwards(place(plan.destination)(t), next))
}

/** All that could be done without these tools is done. */
export function toolsMissing(
  plan: Plan,
  missing: readonly MissingRequirement[],
  completed: Completed,
): EnvironmentError {
  return new EnvironmentError((t) => ({
    message: t.unfinished.toolsMissing(listProblems(missing, t)),
    hint: [...listHints(missing, t), t.unfinished.afterwards(place(plan.destination)(t)), steps(plan, completed)].join(
      '\n',
    ),
  }))
}

/** Each once: without Rust, two of its programs are missing. */
export function listProblems(missing: readonly MissingRequirement[], t: Messages): string {
  return t.failure.problems([...new Set(missing.map(({ message }) => message(t)))])
}

export function listHints(missing: readonly MissingRequirement[], t: Messages): string[] {
  return [...new Set(missing.map(({ hint }) => hint(t)))]
}

function steps(plan: Plan, completed: Completed): string {
  return nextSteps(plan, completed)
    .map((command) => `  ${command}`)
    .join('\n')
}

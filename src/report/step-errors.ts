import { listHints, listProblems, type MissingRequirement } from '../checks/check-result.ts'
import { place } from '../destination/destination.ts'
import { BuildError, Cancelled, EnvironmentError } from '../errors/errors.ts'
import type { StopSignal } from '../errors/exit-codes.ts'
import { type CompletedSteps, nextSteps, remainingSteps } from '../plan/next-steps.ts'
import type { Plan, Step } from '../plan/plan.ts'
import { hintFor, tail } from '../process/output.ts'
import type { Localized } from '../text/localized.ts'

/** Why a step failed, and its output; undefined if it was shown live. */
export type Failure = { readonly reason: Localized; readonly output: readonly string[] | undefined }

/** The state of the run when a step failed. */
type State = {
  readonly plan: Plan
  readonly completed: CompletedSteps
  readonly missing: readonly MissingRequirement[]
}

/** The error for a failed step. Lists missing tools as well: fixing one problem would only reveal the next. */
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

/** The error for a run that was stopped once the files were written. */
export function cancelledDuring(plan: Plan, completed: CompletedSteps, signal: StopSignal): Cancelled {
  const next = remainingSteps(plan, completed).join(' && ')
  return new Cancelled(signal, (t) => t.cancelled.afterwards(place(plan.destination)(t), next))
}

/** The error for a run that did everything that is possible without these tools. */
export function toolsMissing(
  plan: Plan,
  missing: readonly MissingRequirement[],
  completed: CompletedSteps,
): EnvironmentError {
  return new EnvironmentError((t) => ({
    message: t.unfinished.toolsMissing(listProblems(missing, t)),
    hint: [...listHints(missing, t), t.unfinished.afterwards(place(plan.destination)(t)), steps(plan, completed)].join(
      '\n',
    ),
  }))
}

function steps(plan: Plan, completed: CompletedSteps): string {
  return nextSteps(plan, completed)
    .map((command) => `  ${command}`)
    .join('\n')
}

import { type CheckResult, listHints, listProblems, type MissingRequirement } from '../../checks/check-result.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { plannedSteps } from '../../plan/planned-steps.ts'
import { dryRunLines } from '../../report/dry-run.ts'
import { stdoutLines } from '../../report/print.ts'
import type { ResultNotice } from '../../report/result.ts'
import type { Context } from '../context.ts'

export type DryRun = {
  readonly plan: Plan
  readonly tools: readonly CheckResult[]
  readonly missing: readonly MissingRequirement[]
  readonly notices: readonly ResultNotice[]
  readonly json: boolean
}

/** Prints the plan. Missing tools fail a dry run too, so that scripts find out early. Throws an EnvironmentError then. */
export function printDryRun({ plan, tools, missing, notices, json }: DryRun, { t, record }: Context): void {
  record({ dryRun: true, steps: plannedSteps(plan) })
  if (!json) stdoutLines(dryRunLines(plan, tools, notices, t))
  if (missing.length === 0) return
  throw new EnvironmentError((t) => ({
    message: t.dryRun.missing(listProblems(missing, t)),
    hint: listHints(missing, t).join('\n'),
  }))
}

import type { CheckResult, MissingRequirement } from '../../checks/check-result.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { dryRunLines, plannedSteps } from '../../report/dry-run.ts'
import { stdoutLines } from '../../report/print.ts'
import { listHints, listProblems } from '../../report/step-errors.ts'
import type { Context } from '../context.ts'

export type DryRun = {
  readonly plan: Plan
  readonly results: readonly CheckResult[]
  readonly missing: readonly MissingRequirement[]
  readonly json: boolean
}

/** Says what would be done. A tool that lacks is an error here as well, or a script would learn of it too late. */
export function showDryRun({ plan, results, missing, json }: DryRun, { t, record }: Context): void {
  record({ dryRun: true, steps: plannedSteps(plan) })
  if (!json) stdoutLines(dryRunLines(plan, results, t))
  if (missing.length === 0) return
  throw new EnvironmentError((t) => ({
    message: t.dryRun.missing(listProblems(missing, t)),
    hint: listHints(missing, t).join('\n'),
  }))
}

import { dryRunLines, plannedSteps } from '../../report/dry-run.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import type { Finding, Lack } from '../../checks/check-result.ts'
import type { Plan } from '../../plan/plan.ts'
import { mends, problems } from '../../report/step-errors.ts'
import { print } from '../../report/print.ts'
import type { Context } from '../context.ts'

export type DryRun = {
  readonly plan: Plan
  readonly findings: readonly Finding[]
  readonly lacking: readonly Lack[]
  readonly json: boolean
}

/** Says what would be done. A tool that lacks is an error here as well, or a script would learn of it too late. */
export function showDryRun({ plan, findings, lacking, json }: DryRun, { say, record }: Context): void {
  record({ dryRun: true, steps: plannedSteps(plan) })
  if (!json) print(dryRunLines(plan, findings, say))
  if (lacking.length === 0) return
  throw new EnvironmentError((say) => ({
    what: say.dryRun.lacking(problems(lacking, say)),
    now: mends(lacking, say).join('\n'),
  }))
}

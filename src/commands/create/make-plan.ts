import { scanDestination } from '../../destination/scan.ts'
import { UsageError } from '../../errors/errors.ts'
import type { Options } from '../../plan/options.ts'
import { type Plan, planProject } from '../../plan/plan.ts'
import { pathsToScan, resolveConflicts } from '../../plan/resolve-conflicts.ts'
import { readTemplate } from '../../template/read-template.ts'
import { TemplateError } from '../../template/render.ts'
import type { Context } from '../context.ts'

type Sources = Pick<Context, 'templates' | 'toolkit' | 'version'>

/** Options → plan, adapted to the current content of the destination. */
export async function makePlan(options: Options, { templates, toolkit, version }: Sources): Promise<Plan> {
  const template = readTemplate({ templates, toolkit }, options)
  const plan = blamingCustomTemplate(options.template, () => planProject(options, { template, version }))
  return resolveConflicts(plan, await scanDestination(plan.destination, pathsToScan(plan)))
}

/** A template that cannot be rendered is our bug, unless it is the user's. */
function blamingCustomTemplate(template: string | undefined, plan: () => Plan): Plan {
  try {
    return plan()
  } catch (error) {
    if (template === undefined || !(error instanceof TemplateError)) throw error
    throw new UsageError((t) => t.template.rejected(template, [error.reason(t)]), { cause: error })
  }
}

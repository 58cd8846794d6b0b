import { lookAround } from '../../destination/around/look-around.ts'
import { scanDestination } from '../../destination/scan.ts'
import { UsageError } from '../../errors/errors.ts'
import type { Options } from '../../plan/options.ts'
import { type Plan, planProject } from '../../plan/plan.ts'
import { pathsToScan, resolveConflicts } from '../../plan/resolve-conflicts.ts'
import { readTemplate } from '../../template/read-template.ts'
import { TemplateError } from '../../template/render.ts'
import type { Context } from '../context.ts'
import { gitRules } from './git-rules.ts'

type Sources = Pick<Context, 'templates' | 'toolkit' | 'version' | 'signal'>

/** Options → plan, adapted to the current content of the destination and to what is above it. */
export async function makePlan(options: Options, { templates, toolkit, version, signal }: Sources): Promise<Plan> {
  const template = readTemplate({ templates, toolkit }, options)
  const planned = blamingCustomTemplate(options.template, () => planProject(options, { template, version }))
  const plan = resolveConflicts(planned, await scanDestination(planned.destination, pathsToScan(planned)))
  const surroundings = lookAround(plan.destination.path)
  const { repository } = surroundings
  return { ...plan, surroundings, gitRules: repository ? await gitRules(plan, repository.root, signal) : [] }
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

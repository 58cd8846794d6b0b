import type { Flags } from '../command-line/options.ts'
import { nextSteps } from '../plan/next-steps.ts'
import { overwriteNotices } from '../report/overwrite-notices.ts'
import { printCreated, stderrLine } from '../report/print.ts'
import { type Progress, showProgress } from '../report/progress.ts'
import { describeFiles, describeProject, type StepRecord } from '../report/result.ts'
import { toolsMissing } from '../report/step-errors.ts'
import { summary } from '../report/summary.ts'
import { displayName } from '../text/display.ts'
import { writeProject } from '../write/write-project.ts'
import type { Context } from './context.ts'
import { checkTools, missingTools, toolVersions } from './create/check-tools.ts'
import { showDryRun } from './create/dry-run.ts'
import { begin, makePlan } from './create/resolve-options.ts'
import { perform } from './create/run-steps.ts'

/** From the command line to a project that is written, installed, committed and built. */
export async function create(flags: Flags, context: Context): Promise<void> {
  const { t, signal, record } = context
  const steps: StepRecord[] = []
  record({ steps })
  const progress: Progress = { t, signal, record: (step) => steps.push(step) }

  const beginning = await begin(flags, context)
  const results = await checkTools(beginning, context, progress)
  const plan = await makePlan(beginning, context)
  const missing = missingTools(results, plan.framework)
  record({
    project: describeProject(plan),
    tools: toolVersions(results),
    files: describeFiles(plan),
    setAside: plan.moved,
  })
  if (flags.dryRun) return showDryRun({ plan, results, missing, json: flags.json }, context)

  const start = performance.now() // after the last question
  if (plan.name !== (flags.name ?? plan.destination.folder))
    stderrLine(t.name.renamed(plan.name, displayName(flags.name ?? plan.destination.folder)))
  stderrLine(summary(plan, missing)(t))
  await showProgress({ name: 'write', title: t.steps.write }, progress, () => writeProject(plan, signal))
  for (const line of overwriteNotices(plan)) stderrLine(line(t))
  const { addon, ...done } = await perform({ plan, missing, progress })
  const next = nextSteps(plan, done)
  record({ addon, next })
  if (missing.length > 0) throw toolsMissing(plan, missing, done)

  if (!flags.json) printCreated({ plan, addon, milliseconds: performance.now() - start, next }, t)
}

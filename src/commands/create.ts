import type { Flags } from '../command-line/options.ts'
import { claimName } from '../destination/target-dir-collision.ts'
import { nextSteps } from '../plan/next-steps.ts'
import { rejectNeighbours } from '../plan/reject-neighbours.ts'
import { noticesOf } from '../report/notices.ts'
import { overwriteNotices } from '../report/overwrite-notices.ts'
import { noticeLines, printCreated, stderrLine } from '../report/print.ts'
import { type Progress, showProgress } from '../report/progress.ts'
import { describeFiles, describeProject, type StepRecord } from '../report/result.ts'
import { toolsMissing } from '../report/step-errors.ts'
import { summary } from '../report/summary.ts'
import { displayName } from '../text/display.ts'
import { writeProject } from '../write/write-project.ts'
import type { Context } from './context.ts'
import { checkTools, installsAbove, missingTools, toolVersions } from './create/check-tools.ts'
import { printDryRun } from './create/dry-run.ts'
import { readGiven } from './create/given.ts'
import { makePlan } from './create/make-plan.ts'
import { resolveOptions } from './create/resolve-options.ts'
import { runSteps } from './create/run-steps.ts'

/** Creates a project: writes, installs, commits and builds it. */
export async function create(flags: Flags, context: Context): Promise<void> {
  const { t, signal, record } = context
  const steps: StepRecord[] = []
  record({ steps })
  const progress: Progress = { t, signal, record: (step) => steps.push(step) }

  const given = await readGiven(flags, context)
  const tools = await checkTools(given, progress)
  const options = await resolveOptions(given, context)
  const plan = await makePlan(options, context)
  rejectNeighbours(plan, installsAbove(tools, options.packageManager))
  const notices = noticesOf(plan).map((notice) => notice(t))
  const missing = missingTools(tools, plan)
  record({
    project: describeProject(plan),
    tools: toolVersions(tools),
    files: describeFiles(plan),
    setAside: plan.moved,
    notices,
  })
  if (options.dryRun) return printDryRun({ plan, tools, missing, notices, json: options.json }, context)

  const start = performance.now() // after the last question
  const { name, requestedName } = options
  if (requestedName !== undefined) stderrLine(t.name.renamed(name, displayName(requestedName)))
  stderrLine(summary(plan, missing)(t))
  for (const line of noticeLines(notices)) stderrLine(line)
  await showProgress({ name: 'write', title: t.steps.write }, progress, () => writeProject(plan, signal))
  if (plan.cargoTargetDir) await claimName(plan.cargoTargetDir, name, plan.destination.path)
  for (const notice of overwriteNotices(plan)) stderrLine(notice(t))
  const { addon, ...completed } = await runSteps(plan, missing, progress)
  const next = nextSteps(plan, completed)
  record({ addon, next })
  if (missing.length > 0) throw toolsMissing(plan, missing, completed)

  if (!options.json) printCreated({ plan, addon, milliseconds: performance.now() - start, next }, t)
}

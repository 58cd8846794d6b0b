import { nextCommands } from '../plan/next-steps.ts'
import type { Flags } from '../command-line/options.ts'
import { readable } from '../text/display.ts'
import { whatBecameOf } from '../report/overwrite-notices.ts'
import { describeFiles, describeProject, type StepRecord } from '../report/result.ts'
import { summary } from '../report/summary.ts'
import { unfinished } from '../report/step-errors.ts'
import { writeProject } from '../write/write-project.ts'
import { created, tell } from '../report/print.ts'
import { showStep, type Watcher } from '../report/progress.ts'
import type { Context } from './context.ts'
import { showDryRun } from './create/dry-run.ts'
import { foundTools, lackingTools, lookForTools } from './create/check-tools.ts'
import { perform } from './create/run-steps.ts'
import { begin, makePlan } from './create/resolve-options.ts'

/** From the command line to a project that is written, installed, committed and built. */
export async function create(flags: Flags, context: Context): Promise<void> {
  const { say, signal, record } = context
  const steps: StepRecord[] = []
  record({ steps })
  const watcher: Watcher = { say, signal, record: (step) => steps.push(step) }

  const beginning = await begin(flags, context)
  const findings = await lookForTools(beginning, context, watcher)
  const plan = await makePlan(beginning, context)
  const lacking = lackingTools(findings, plan.framework)
  record({
    project: describeProject(plan),
    tools: foundTools(findings),
    files: describeFiles(plan),
    setAside: plan.aside,
  })
  if (flags.dryRun) return showDryRun({ plan, findings, lacking, json: flags.json }, context)

  const start = performance.now() // after the last question
  if (plan.name !== (flags.name ?? plan.target.folder))
    tell(say.name.mended(plan.name, readable(flags.name ?? plan.target.folder)))
  tell(summary(plan, lacking)(say))
  await showStep({ name: 'write', title: say.steps.write }, watcher, () => writeProject(plan, signal))
  for (const line of whatBecameOf(plan)) tell(line(say))
  const { addon, ...done } = await perform({ plan, lacking, watcher })
  const next = nextCommands(plan, done)
  record({ addon, next })
  if (lacking.length > 0) throw unfinished(plan, lacking, done)

  if (!flags.json) created({ plan, addon, milliseconds: performance.now() - start, next }, say)
}

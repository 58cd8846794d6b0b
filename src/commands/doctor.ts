import { lookAt, type Needs } from '../checks/check.ts'
import { checks } from '../checks/list.ts'
import { queries } from '../checks/probe.ts'
import { describeFinding } from '../report/doctor-report.ts'
import { checkFlags, type Flags } from '../command-line/options.ts'
import { diagnosed } from '../report/print.ts'
import { showStep, type Watcher } from '../report/progress.ts'
import { whereWeAre } from '../destination/inspect.ts'
import { listFrameworks } from '../template/read-template.ts'
import type { Context } from './context.ts'

/** Looks whether this machine has what a project needs, whichever framework it takes. Changes nothing. */
export async function doctor(flags: Flags, context: Context): Promise<void> {
  const { templates, packageManager, say, signal, record } = context
  checkFlags(flags)
  const cwd = whereWeAre()
  const needs: Needs = {
    cwd,
    targetDir: undefined,
    packageManager: flags.packageManager ?? packageManager,
    frameworks: listFrameworks(templates),
    query: queries(cwd, signal),
  }
  const watcher: Watcher = { say, signal, record: () => {} }
  const { findings } = await showStep({ name: 'look', title: say.doctor.look }, watcher, async () => {
    return { kind: 'done', findings: await lookAt(checks, needs, signal) }
  })

  const records = findings.map((finding) => describeFinding(finding, say))
  // It did what it was asked to do, so there is no error to tell: the code is that of an EnvironmentError all the same.
  record({ exitCode: records.some(({ status }) => status === 'failed') ? 3 : 0, checks: records })
  if (!flags.json) diagnosed(records, say)
}

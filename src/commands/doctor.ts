import { type Needs, runChecks } from '../checks/check.ts'
import { checks } from '../checks/list.ts'
import { createProbe } from '../checks/probe.ts'
import { checkFlags, type Flags } from '../command-line/options.ts'
import { currentFolder } from '../destination/current-folder.ts'
import { exitCodes } from '../errors/exit-codes.ts'
import { describeCheck } from '../report/doctor-report.ts'
import { printDoctor } from '../report/print.ts'
import { type Progress, showProgress } from '../report/progress.ts'
import { listFrameworks } from '../template/read-template.ts'
import type { Context } from './context.ts'

/** Checks that this machine has what a project needs, with any framework. Changes nothing. */
export async function doctor(flags: Flags, context: Context): Promise<void> {
  const { templates, packageManager, t, signal, record } = context
  checkFlags(flags)
  const cwd = currentFolder()
  const needs: Needs = {
    cwd,
    targetDir: undefined,
    packageManager: flags.packageManager ?? packageManager,
    frameworks: listFrameworks(templates),
    probe: createProbe(cwd, signal),
    signal,
  }
  const progress: Progress = { t, signal, record: () => {} }
  const { results } = await showProgress({ name: 'look', title: t.doctor.look }, progress, async () => {
    return { kind: 'done', results: await runChecks(checks, needs, signal) }
  })

  // A failed check is a result, not an error of ours; only the exit code is the same as for an EnvironmentError.
  const failed = results.some(({ status }) => status === 'failed')
  record({
    exitCode: failed ? exitCodes.environment : exitCodes.done,
    checks: results.map((result) => describeCheck(result, t)),
  })
  if (!flags.json) printDoctor(results, t)
}

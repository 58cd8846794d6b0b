import { cargo } from '../../checks/cargo.ts'
import { type Check, runChecks } from '../../checks/check.ts'
import { linker } from '../../checks/linker.ts'
import { node } from '../../checks/node.ts'
import { napi } from '../../checks/project/napi.ts'
import { passenger } from '../../checks/project/passenger.ts'
import { rsync, ssh } from '../../checks/project/ssh.ts'
import { target } from '../../checks/rust-target.ts'
import { rustc } from '../../checks/rustc.ts'
import { zig } from '../../checks/zig.ts'
import { exitCodes } from '../../errors/exit-codes.ts'
import { describeCheck } from '../../report/doctor-report.ts'
import { printDoctor } from '../../report/print.ts'
import { type Progress, showProgress } from '../../report/progress.ts'
import { projectNeeds } from '../cargo/project-needs.ts'
import type { Context } from '../context.ts'
import type { DoctorFlags } from '../options.ts'

/** In the order in which a person needs them: to build, to bundle, to deploy, to rehearse. */
const checks: readonly Check[] = [node, napi, cargo, rustc, linker, target, zig, ssh, rsync, passenger]

/** Looks whether this machine has what the other commands need. Changes nothing. */
export async function doctor(_flags: DoctorFlags, context: Context): Promise<void> {
  const { t, signal, setExitCode } = context
  const progress: Progress = { t, signal, record: () => {} }
  const { results } = await showProgress({ name: 'look', title: t.doctor.look }, progress, async () => {
    return { kind: 'done', results: await runChecks(checks, projectNeeds(context), signal) }
  })

  const records = results.map((result) => describeCheck(result, t))
  printDoctor(records, t)
  // It did what it was asked to do, so there is no error to tell.
  if (records.some(({ status }) => status === 'failed')) setExitCode(exitCodes.environment)
}

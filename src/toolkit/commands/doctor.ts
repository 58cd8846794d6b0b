import { type Check, runChecks } from '../../checks/check.ts'
import { node } from '../../checks/node.ts'
import { napi } from '../../checks/project/napi.ts'
import { passenger } from '../../checks/project/passenger.ts'
import { rsync, ssh } from '../../checks/project/ssh.ts'
import { cargo } from '../../checks/rust/cargo.ts'
import { linker } from '../../checks/rust/linker.ts'
import { rustc } from '../../checks/rust/rustc.ts'
import { target } from '../../checks/rust/target.ts'
import { zig } from '../../checks/zig.ts'
import { exitCodes } from '../../errors/exit-codes.ts'

import { printDoctor } from '../../report/print.ts'
import { type Progress, showProgress } from '../../report/progress.ts'
import { projectNeeds } from '../cargo/project-needs.ts'
import type { Context } from '../context.ts'
import type { DoctorFlags } from '../options.ts'

/** In the order in which they are needed: to build, to bundle, to deploy, to rehearse. */
const checks: readonly Check[] = [node, napi, cargo, rustc, linker, target, zig, ssh, rsync, passenger]

/** Checks that this machine has what the other commands need. Changes nothing. */
export async function doctor(_flags: DoctorFlags, context: Context): Promise<void> {
  const { t, signal, setExitCode } = context
  const progress: Progress = { t, signal, record: () => {} }
  const { results } = await showProgress({ name: 'look', title: t.doctor.look }, progress, async () => {
    return { kind: 'done', results: await runChecks(checks, projectNeeds(context), signal) }
  })

  printDoctor(results, t)
  // A failed check is a result, not an error of ours; only the exit code is the same as for an EnvironmentError.
  if (results.some(({ status }) => status === 'failed')) setExitCode(exitCodes.environment)
}

import { findAddon } from '../../addon/built-addon.ts'
import type { MissingRequirement } from '../../checks/check-result.ts'
import type { Plan, Step } from '../../plan/plan.ts'
import { run } from '../../process/run.ts'
import { commandOf } from '../../report/dry-run.ts'
import { type Progress, showProgress } from '../../report/progress.ts'
import type { Addon } from '../../report/result.ts'
import { cancelledDuring, type Done, stepFailed } from '../../report/step-errors.ts'
import type { Localized } from '../../text/localized.ts'
import { commitAll } from '../../write/first-commit.ts'
import { startPrebuild } from './prebuild.ts'

export type Doing = {
  readonly plan: Plan
  readonly missing: readonly MissingRequirement[]
  readonly progress: Progress
}

const noAddon: Localized = (t) => t.unfinished.noAddon

/** Installs, commits and builds, as far as the plan wants it and the tools allow. */
export async function perform(doing: Doing): Promise<Done & { readonly addon: Addon | undefined }> {
  const { plan, missing, progress } = doing
  const compiling = startPrebuild(plan, { missing, signal: progress.signal })
  try {
    const installed = await performStep(plan.install, { installed: false, built: false }, doing)
    await commit(installed, doing)
    const built = installed && (await performStep(plan.build, { installed, built: false }, doing, compiling?.ended))
    const addon = built ? await findAddon(plan.destination) : undefined
    if (plan.build && built && !addon) {
      const failure = { reason: noAddon, output: undefined }
      throw stepFailed(plan.build, failure, plan, { installed, built: false }, missing)
    }
    return { installed, built, addon }
  } finally {
    await compiling?.stop() // after a failure
  }
}

/** True when the step is done; false when it is not wanted, or what it needs is lacking. */
async function performStep(
  step: Step | undefined,
  done: Done,
  { plan, missing, progress }: Doing,
  after?: Promise<void>,
): Promise<boolean> {
  if (!step || missing.some(({ blocks }) => blocks === step.name)) return false
  const { name, title, program, args, env } = step
  const { signal } = progress
  const live = plan.verbose
  const shown = { name, title, command: commandOf(step), live }
  const ended = await showProgress(shown, progress, async () => {
    await after
    return run(program, args, { cwd: plan.destination.path, env, live, signal })
  })
  if (ended.kind === 'done') return true
  if (ended.kind === 'stopped') throw cancelledDuring(plan, done, signal?.reason)

  const output = ended.kind === 'failed' && !live ? ended.output : undefined
  const reason = ended.kind === 'missing' ? undefined : ended.reason
  throw stepFailed(step, { reason: reason ?? ((t) => t.ended.missing(program)), output }, plan, done, missing)
}

async function commit(installed: boolean, { plan, progress }: Doing): Promise<void> {
  const { commit: message, destination } = plan
  const { signal, t } = progress
  if (!message) return
  await showProgress({ name: 'commit', title: t.steps.commit }, progress, async () => {
    const end = await commitAll(destination, message, signal)
    return signal?.aborted ? { kind: 'stopped' } : end
  })
  if (signal?.aborted) throw cancelledDuring(plan, { installed, built: false }, signal.reason)
}

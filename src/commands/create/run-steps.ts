import { commandOf } from '../../report/dry-run.ts'
import type { Lack } from '../../checks/check-result.ts'
import type { Phrase } from '../../text/localized.ts'
import type { Plan, Step } from '../../plan/plan.ts'
import type { Addon } from '../../report/result.ts'
import { cancelled, type Done, failedStep } from '../../report/step-errors.ts'
import { findAddon } from '../../addon/built-addon.ts'
import { commitAll } from '../../write/first-commit.ts'
import { run } from '../../process/run.ts'
import { showStep, type Watcher } from '../../report/progress.ts'
import { startCargo } from './prebuild.ts'

export type Doing = {
  readonly plan: Plan
  readonly lacking: readonly Lack[]
  readonly watcher: Watcher
}

const noAddon: Phrase = (say) => say.failure.noAddon

/** Installs, commits and builds, as far as the plan wants it and the tools allow. */
export async function perform(doing: Doing): Promise<Done & { readonly addon: Addon | undefined }> {
  const { plan, lacking, watcher } = doing
  const compiling = startCargo(plan, { lacking, signal: watcher.signal })
  try {
    const installed = await performStep(plan.install, { installed: false, built: false }, doing)
    await commit(installed, doing)
    const built = installed && (await performStep(plan.build, { installed, built: false }, doing, compiling?.ended))
    const addon = built ? await findAddon(plan.target) : undefined
    if (plan.build && built && !addon) {
      const failure = { how: noAddon, output: undefined }
      throw failedStep(plan.build, failure, plan, { installed, built: false }, lacking)
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
  { plan, lacking, watcher }: Doing,
  after?: Promise<void>,
): Promise<boolean> {
  if (!step || lacking.some(({ blocks }) => blocks === step.name)) return false
  const { name, title, program, args, env } = step
  const { signal } = watcher
  const live = plan.verbose
  const shown = { name, title, command: commandOf(step), live }
  const ended = await showStep(shown, watcher, async () => {
    await after
    return run(program, args, { cwd: plan.target.path, env, live, signal })
  })
  if (ended.kind === 'done') return true
  if (ended.kind === 'stopped') throw cancelled(plan, done, signal?.reason)

  const output = ended.kind === 'failed' && !live ? ended.output : undefined
  const how = ended.kind === 'missing' ? undefined : ended.how
  throw failedStep(step, { how: how ?? ((say) => say.ended.missing(program)), output }, plan, done, lacking)
}

async function commit(installed: boolean, { plan, watcher }: Doing): Promise<void> {
  const { commit: message, target } = plan
  const { signal, say } = watcher
  if (!message) return
  await showStep({ name: 'commit', title: say.steps.commit }, watcher, async () => {
    const end = await commitAll(target, message, signal)
    return signal?.aborted ? { kind: 'stopped' } : end
  })
  if (signal?.aborted) throw cancelled(plan, { installed, built: false }, signal.reason)
}

import { type Addon, findAddon } from '../../addon/built-addon.ts'
import type { MissingRequirement } from '../../checks/check-result.ts'
import type { CompletedSteps } from '../../plan/next-steps.ts'
import type { Plan, Step } from '../../plan/plan.ts'
import { commandOf } from '../../plan/planned-steps.ts'
import { type ProcessResult, run } from '../../process/run.ts'
import { type Progress, showProgress } from '../../report/progress.ts'
import { cancelledDuring, stepFailed } from '../../report/step-errors.ts'
import type { Localized } from '../../text/localized.ts'
import { commitAll } from '../../write/first-commit.ts'
import { packagesNotInstalled, redirectingSettings } from './installed-packages.ts'
import { startPrebuild } from './prebuild.ts'

export type StepsResult = CompletedSteps & { readonly addon: Addon | undefined }

type Run = {
  readonly plan: Plan
  readonly missing: readonly MissingRequirement[]
  readonly progress: Progress
}

/** Installs, commits and builds, as far as the plan says so and the tools are there. */
export async function runSteps(
  plan: Plan,
  missing: readonly MissingRequirement[],
  progress: Progress,
): Promise<StepsResult> {
  const run = { plan, missing, progress }
  const prebuild = startPrebuild(plan, { missing, signal: progress.signal })
  try {
    const installed = await runStep(plan.install, { installed: false, built: false }, run)
    await commit(installed, run)
    const built = installed && (await runStep(plan.build, { installed, built: false }, run, prebuild?.ended))
    const addon = built ? await findAddon(plan.destination.path) : undefined
    if (plan.build && built && !addon)
      throw stepFailed(
        plan.build,
        { reason: (t) => t.unfinished.noAddon, output: undefined },
        { plan, completed: { installed, built: false }, missing },
      )
    return { installed, built, addon }
  } finally {
    await prebuild?.stop() // after a failure
  }
}

/** True if the step is done; false if it is not planned, or if its tools are missing. */
async function runStep(
  step: Step | undefined,
  completed: CompletedSteps,
  { plan, missing, progress }: Run,
  after?: Promise<void>,
): Promise<boolean> {
  if (!step || missing.some(({ blocks }) => blocks === step.name)) return false
  const { name, title, program, args, env } = step
  const { signal } = progress
  const live = plan.verbose
  const result = await showProgress({ name, title, command: commandOf(step), live }, progress, async () => {
    await after
    const ended = await run(program, args, { cwd: plan.destination.path, env, live, signal })
    return name === 'install' ? withPackages(ended, plan) : ended
  })
  if (result.kind === 'done') return true
  if (result.kind === 'stopped') throw cancelledDuring(plan, completed, signal?.reason)

  const output = result.kind === 'failed' && !live ? result.output : undefined
  const reason = result.kind === 'missing' ? undefined : result.reason
  const failure = { reason: reason ?? ((t) => t.ended.missing(program)), output }
  throw stepFailed(step, failure, { plan, completed, missing })
}

/** An install that ended well is a failure all the same if it has left out what the build needs. */
function withPackages(ended: ProcessResult, plan: Plan): ProcessResult {
  if (ended.kind !== 'done') return ended
  const missing = packagesNotInstalled(plan)
  if (missing.length === 0) return ended
  const settings = redirectingSettings(plan.packageManager.name)
  const reason: Localized = (t) => t.unfinished.notInstalled(missing, settings)
  return { kind: 'failed', reason, output: ended.stdout.split('\n'), exitCode: undefined }
}

async function commit(installed: boolean, { plan, progress }: Run): Promise<void> {
  const { commit: message } = plan
  const { signal, t } = progress
  if (!message) return
  await showProgress({ name: 'commit', title: t.steps.commit }, progress, async () => {
    const outcome = await commitAll(plan, message, signal)
    return signal?.aborted ? { kind: 'stopped' } : outcome
  })
  if (signal?.aborted) throw cancelledDuring(plan, { installed, built: false }, signal.reason)
}

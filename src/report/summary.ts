import type { MissingRequirement, ToolStep } from '../checks/check-result.ts'
import { place } from '../destination/destination.ts'
import { commits, type Plan } from '../plan/plan.ts'
import type { Localized } from '../text/localized.ts'

/** One line with what is about to happen, shown before anything is written. */
export function summary(plan: Plan, missing: readonly MissingRequirement[]): Localized {
  const { name, framework, files, destination, install, build } = plan
  const isPossible = (step: ToolStep) => !missing.some(({ blocks }) => blocks === step)
  const installs = install && isPossible(install.name)
  return (t) => {
    const steps = [
      ...(installs ? [install.title] : []),
      ...(commits(plan) ? [t.steps.commit] : []),
      ...(build && installs && isPossible(build.name) ? [build.title] : []),
    ]
    const written = t.summary.files(name, framework.title, files.length, place(destination)(t))
    return `${written}${steps.length > 0 ? t.summary.afterwards(steps) : ''}.`
  }
}

import type { Lack, NeedyStep } from '../checks/check-result.ts'
import type { Phrase } from '../text/localized.ts'
import { commits, type Plan } from '../plan/plan.ts'
import { place } from '../destination/destination.ts'

/** What is about to happen, in a line: the last thing that a person reads before anything is written. */
export function summary(plan: Plan, lacking: readonly Lack[]): Phrase {
  const { name, framework, files, target, install, build } = plan
  const isPossible = (step: NeedyStep) => !lacking.some(({ blocks }) => blocks === step)
  const installs = install && isPossible(install.name)
  return (say) => {
    const steps = [
      ...(installs ? [install.title] : []),
      ...(commits(plan) ? [say.steps.commit] : []),
      ...(build && installs && isPossible(build.name) ? [build.title] : []),
    ]
    const written = say.summary.files(name, framework.title, files.length, place(target)(say))
    return `${written}${steps.length > 0 ? say.summary.afterwards(steps) : ''}.`
  }
}

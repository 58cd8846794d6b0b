import { onWindows } from '../destination/destination.ts'
import { quotePath } from '../text/shell-quote.ts'
import type { Plan } from './plan.ts'

// What a newcomer does with a project that is built, in this order, as far as its package.json has it.
const afterwards = ['dev', 'bundle', 'deploy']

/** How far a run has come, once the files are written. */
export type Completed = { readonly installed: boolean; readonly built: boolean }

/** The commands that lead from here to a served project: what was left out first. */
export function nextSteps(plan: Plan, completed: Completed): string[] {
  const scripts = afterwards.filter((script) => plan.scripts.includes(script))
  return [...remainingSteps(plan, completed), ...scripts.map((script) => `${plan.packageManager.run} ${script}`)]
}

/** Those of them that do what was left out. Each comes to an end, unlike `dev`. */
export function remainingSteps({ packageManager, destination }: Plan, { installed, built }: Completed): string[] {
  const { name, run } = packageManager
  return [
    ...(destination.shown === '.' ? [] : [`cd ${quotePath(destination.shown, onWindows(destination))}`]),
    ...(installed ? [] : [`${name} install`]),
    ...(built ? [] : [`${run} build`]),
  ]
}

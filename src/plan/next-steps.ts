import { onWindows } from '../destination/destination.ts'
import { quotePath } from '../text/shell-quote.ts'
import type { Plan } from './plan.ts'

// What to do with a built project, in this order, if its package.json has the script.
const afterwards = ['dev', 'bundle', 'deploy']

/** The steps that are done, once the files are written. */
export type CompletedSteps = { readonly installed: boolean; readonly built: boolean }

/** The commands that lead from here to a deployed project, starting with the steps that were left out. */
export function nextSteps(plan: Plan, completed: CompletedSteps): string[] {
  const scripts = afterwards.filter((script) => plan.scripts.includes(script))
  return [...remainingSteps(plan, completed), ...scripts.map((script) => `${plan.packageManager.run} ${script}`)]
}

/** Only the commands for the steps that were left out. Unlike `dev`, each of them terminates. */
export function remainingSteps({ packageManager, destination }: Plan, { installed, built }: CompletedSteps): string[] {
  const { name, run } = packageManager
  return [
    ...(destination.shown === '.' ? [] : [`cd ${quotePath(destination.shown, onWindows(destination))}`]),
    ...(installed ? [] : [`${name} install`]),
    ...(built ? [] : [`${run} build`]),
  ]
}

import type { Plan } from './plan.ts'
import { quotePath } from './quote.ts'
import { onWindows } from './target.ts'

// What a newcomer does with a project that is built, in this order, as far as its package.json has it.
const afterwards = ['dev', 'bundle', 'deploy']

/** The commands that lead from here to a served project: what was left out first. */
export function nextCommands(plan: Plan, done: { readonly installed: boolean; readonly built: boolean }): string[] {
  const { name, run } = plan.packageManager
  const { shown } = plan.target
  return [
    ...(shown === '.' ? [] : [`cd ${quotePath(shown, onWindows(plan.target))}`]),
    ...(done.installed ? [] : [`${name} install`]),
    ...(done.built ? [] : [`${run} build`]),
    ...afterwards.filter((script) => plan.scripts.includes(script)).map((script) => `${run} ${script}`),
  ]
}

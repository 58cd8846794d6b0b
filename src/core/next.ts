import type { Plan } from './plan.ts'

// What a newcomer does with a project that is built, in this order, as far as its package.json has it.
const afterwards = ['dev', 'bundle', 'deploy']

/** The commands that lead from here to a served project: what was left out first. */
export function nextCommands(plan: Plan, done: { readonly installed: boolean; readonly built: boolean }): string[] {
  return [
    ...(plan.target.shown === '.' ? [] : [`cd ${quote(plan.target.shown)}`]),
    ...(done.installed ? [] : ['npm install']),
    ...(done.built ? [] : ['npm run build']),
    ...afterwards.filter((script) => plan.scripts.includes(script)).map((script) => `npm run ${script}`),
  ]
}

/** A path as it must be typed: POSIX shells take single quotes, both shells of Windows only double ones. */
function quote(path: string): string {
  const safe = path.startsWith('-') ? `./${path}` : path
  if (path.includes('\\')) return /^[\w.\\/:-]+$/.test(safe) ? safe : `"${safe}"`
  return /^[\w./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`
}

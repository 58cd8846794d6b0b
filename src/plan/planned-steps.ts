import { commits, type Plan } from './plan.ts'

/** A step of the plan; `command` as typed in the project folder. */
export type PlannedStep = {
  readonly name: 'write' | 'install' | 'commit' | 'build'
  readonly status: 'planned'
  readonly command?: string
}

/** The steps of the plan, in order. */
export function plannedSteps(plan: Plan): PlannedStep[] {
  const { install, build } = plan
  const git = { name: 'commit', status: 'planned', command: 'git init && git add --all && git commit' } as const
  return [
    { name: 'write', status: 'planned' },
    ...(install ? [{ name: install.name, status: 'planned', command: commandOf(install) } as const] : []),
    ...(commits(plan) ? [git] : []),
    ...(build ? [{ name: build.name, status: 'planned', command: commandOf(build) } as const] : []),
  ]
}

/** As typed in a shell. */
export function commandOf({ program, args }: { readonly program: string; readonly args: readonly string[] }): string {
  return [program, ...args].join(' ')
}

import { UsageError } from '../../../errors/errors.ts'
import type { DeployFlags } from '../../options.ts'

/** What a run of `deploy` does. */
export type Action = 'deploy' | 'rollback' | 'setup' | 'unlock' | 'close'

const otherActions = ['rollback', 'setup', 'unlock', 'close'] as const

/** The action that the flags ask for; two of them at once are a UsageError. */
export function actionOf(flags: DeployFlags): Action {
  const [action = 'deploy', second] = otherActions.filter((name) => flags[name])
  if (second) throw new UsageError((t) => t.usage.contradiction(`--${action}`, `--${second}`))
  return action
}

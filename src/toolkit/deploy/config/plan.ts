import type { Messages } from '../../../messages/en.ts'
import type { Localized } from '../../../text/localized.ts'
import { healthPage } from '../health/health.ts'
import type { Bundle } from '../release/read-bundle.ts'
import type { Action } from './action.ts'
import type { Config } from './config.ts'

/** What decides what is done. */
export type Planned = {
  readonly action: Action
  readonly config: Config
  /** What is to be deployed, if something is. */
  readonly bundle: Bundle | undefined
  readonly skipTrial: boolean
  readonly usesWhitelist: boolean
}

/** What will be done, step by step. */
export function planText(planned: Planned): Localized {
  return ({ deploy: { plan } }) => {
    const steps = stepsOf(planned, plan)
    return `${plan.title}\n${steps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}\n`
  }
}

function stepsOf(planned: Planned, plan: Messages['deploy']['plan']): readonly string[] {
  const { action, config, usesWhitelist } = planned
  const steps = actionSteps(planned, plan)
  if (action === 'close') return steps
  const connected = [plan.connect(`${config.user}@${config.host}`, config.port), ...steps]
  return usesWhitelist ? [plan.allow, ...connected, plan.disallow] : connected
}

function actionSteps(
  { action, config, bundle, skipTrial }: Planned,
  plan: Messages['deploy']['plan'],
): readonly string[] {
  const { appRoot, url, patience } = config
  const awaitHealth = plan.awaitHealth(url + healthPage, patience)
  switch (action) {
    case 'deploy':
      return [
        plan.check(appRoot),
        ...(bundle ? [plan.upload(bundle.files.length, bundle.kilobytes, title(bundle), appRoot)] : []),
        ...(skipTrial ? [] : [plan.trial(healthPage)]),
        plan.activate,
        awaitHealth,
        plan.keep,
      ]
    case 'rollback':
      return [plan.rollback, awaitHealth]
    case 'setup':
      return [plan.setup(appRoot, url)]
    case 'unlock':
      return [plan.unlock(appRoot)]
    case 'close':
      return [plan.close]
  }
}

function title({ name, version }: Bundle): string {
  return `${name} ${version}`
}

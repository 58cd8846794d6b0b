import { UsageError } from '../../../errors/errors.ts'
import type { Env } from '../../../process/environment.ts'
import type { Context } from '../../context.ts'
import type { Log } from '../log.ts'
import { type ConfigKey, checkSettings, configFields, type PartialSettings, type Settings } from './config-fields.ts'
import { promptForConfig } from './prompt-for-config.ts'
import { readSavedSettings, saveSettings, settingsFile } from './saved-settings.ts'

/**
 * `appRoot` is below the home folder, or absolute; `url` has no slash at its end; an empty `key` leaves the choice to ssh.
 */
export type Config = Settings & {
  /** How many seconds a new release may take until it answers. */
  readonly patience: number
}

const patienceVariable = 'O2SWITCH_PATIENCE'

/**
 * Reads deploy.json and the environment, which takes precedence; on a terminal, asks for what neither says and saves it.
 * Throws a UsageError for what is missing or not valid.
 */
export async function resolveConfig(context: Context, log: Log): Promise<Config> {
  const known = withEnvironment(readSavedSettings(), context.env)
  if (configFields.every(({ key, defaultValue }) => (known[key] ?? defaultValue) !== undefined)) {
    const settings = completed(known)
    checkSettings(settings)
    return { ...settings, patience: patience(context.env) }
  }
  const settings = completed(await promptForConfig(known, context))
  checkSettings(settings)
  saveSettings(settings)
  log((t) => `${t.deploy.config.saved(settingsFile)}\n`)
  return { ...settings, patience: patience(context.env) }
}

/** A variable that is set to nothing, as workflows do for what they do not have, is not set. */
function withEnvironment(saved: PartialSettings, env: Env): PartialSettings {
  const entries = configFields.map(({ key, variable }) => [key, env[variable]?.trim() || saved[key]] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function completed(known: PartialSettings): Settings {
  const value = (key: ConfigKey) => {
    const field = configFields.find((one) => one.key === key)
    const text = known[key] ?? field?.defaultValue ?? ''
    return field ? field.normalize(text) : text
  }
  return {
    host: value('host'),
    user: value('user'),
    appRoot: value('appRoot'),
    url: value('url'),
    port: value('port'),
    key: value('key'),
  }
}

function patience(env: Env): number {
  const text = env[patienceVariable]?.trim() || '120'
  if (!(Number(text) > 0)) throw new UsageError((t) => t.deploy.config.patience(patienceVariable, text))
  return Number(text)
}

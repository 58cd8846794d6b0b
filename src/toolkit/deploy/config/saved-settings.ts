import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { UsageError } from '../../../errors/errors.ts'
import { configFields, type PartialSettings, type Settings } from './config-fields.ts'

export const settingsFile = 'deploy.json'

/** What deploy.json of the current folder says. Throws a UsageError for what no deploy has written there. */
export function readSavedSettings(): PartialSettings {
  if (!existsSync(settingsFile)) return {}
  const saved = parse(readFileSync(settingsFile, 'utf8'))
  if (typeof saved !== 'object' || saved === null || Array.isArray(saved))
    throw new UsageError((t) => t.deploy.config.noObject(settingsFile))
  const known = configFields.map(({ key }) => key)
  const unknown = Object.keys(saved).filter((key) => !known.some((one) => one === key))
  if (unknown.length > 0) throw new UsageError((t) => t.deploy.config.unknownKeys(settingsFile, unknown, known))

  const given = Object.entries(saved).filter(([, value]) => value !== null && value !== '')
  const noText = given.find(([, value]) => !['string', 'number'].includes(typeof value))
  if (noText) throw new UsageError((t) => t.deploy.config.noText(settingsFile, noText[0]))
  return Object.fromEntries(given.map(([key, value]) => [key, String(value).trim()]))
}

export function saveSettings(settings: Settings): void {
  writeFileSync(settingsFile, `${JSON.stringify(settings, undefined, 2)}\n`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError((t) => t.deploy.config.unreadable(settingsFile, reason), { cause: error })
  }
}

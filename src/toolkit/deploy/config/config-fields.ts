import { UsageError } from '../../../errors/errors.ts'

export type ConfigKey = 'host' | 'user' | 'appRoot' | 'url' | 'port' | 'key'

/** What a deploy must know, as far as it is known. */
export type PartialSettings = Readonly<Partial<Record<ConfigKey, string>>>
export type Settings = Readonly<Record<ConfigKey, string>>

export type ConfigField = {
  /** Its name in deploy.json, and that of its question in the messages. */
  readonly key: ConfigKey
  readonly variable: string
  /** Whether a normalized value can be used. */
  readonly isValid: (text: string) => boolean
  /** Turns what people write into what they mean. */
  readonly normalize: (text: string) => string
  /** Without one, somebody has to give a value. */
  readonly defaultValue?: string
}

const name = /^\w[\w.-]*$/
const asIs = (text: string) => text

/** In the order of the questions. They are kept in deploy.json, which is no secret and can be committed. */
export const configFields: readonly ConfigField[] = [
  { key: 'host', variable: 'O2SWITCH_HOST', isValid: (text) => name.test(text), normalize: asIs },
  { key: 'user', variable: 'O2SWITCH_USER', isValid: (text) => name.test(text), normalize: asIs },
  {
    // cPanel takes no other characters in an application root, and so nothing on the way has to be quoted twice.
    key: 'appRoot',
    variable: 'O2SWITCH_APP_ROOT',
    isValid: (text) => /^\/?\w[\w.-]*(\/\w[\w.-]*)*$/.test(text),
    normalize: (text) => text.replace(/^~\/|^\/home\d*\/[^/]+\//, '').replace(/\/+$/, ''),
  },
  {
    key: 'url',
    variable: 'O2SWITCH_URL',
    isValid: (text) => /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(text) && URL.canParse(text),
    normalize: (text) => (URL.canParse(text) && !/[?#@]/.test(text) ? new URL(text).href : text).replace(/\/+$/, ''),
  },
  {
    key: 'port',
    variable: 'O2SWITCH_PORT',
    isValid: (text) => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536,
    normalize: asIs,
    defaultValue: '22',
  },
  {
    key: 'key',
    variable: 'O2SWITCH_KEY',
    isValid: (text) => text === '' || /^[^-\s"'][^"'\n]*$/.test(text),
    normalize: asIs,
    defaultValue: '',
  },
]

/** Throws a UsageError that names all values that cannot be used, and shows no secret that has strayed there. */
export function checkSettings(settings: Settings): void {
  if (/-----BEGIN|\n/.test(settings.key)) throw new UsageError((t) => t.deploy.config.keyContent('key', 'O2SWITCH_KEY'))
  const invalid = configFields.filter(({ key, isValid }) => !isValid(settings[key]))
  if (invalid.length > 0)
    throw new UsageError((t) =>
      t.deploy.config.invalid(
        invalid.map(({ key, variable }) => {
          const shown = settings[key].replace(/[^/]*@/, '…@')
          return t.deploy.config.invalidSetting(key, variable, shown, t.deploy.config.questions[key])
        }),
      ),
    )
  if (/^\/?public_html(\/|$)/.test(settings.appRoot))
    throw new UsageError((t) => t.deploy.config.documentRoot(settings.appRoot))
}

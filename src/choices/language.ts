import { en, type Messages } from '../messages/en.ts'
import { fr } from '../messages/fr.ts'

export const languages = { en, fr } satisfies Record<string, Messages>

export type Language = keyof typeof languages

/**
 * The language of the run: `--lang`, else the POSIX locale for messages (the first of LC_ALL, LC_MESSAGES and LANG that
 * is not empty), else English. A wrong `--lang` is rejected later, in the language of the environment.
 */
export function chooseLanguage(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const requested = optionValue('--lang', argv) ?? ''
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return languageOf(requested) ?? languageOf(locale) ?? 'en'
}

/** `fr`, `fr_CA.UTF-8`, `fr@euro` → `fr`. */
function languageOf(locale: string): Language | undefined {
  const [word = ''] = locale.split(/[_.@-]/)
  return Object.hasOwn(languages, word) ? (word as Language) : undefined
}

/** Searches argv by hand: the language must be known before parsing, to report errors in it. */
function optionValue(flag: string, argv: readonly string[]): string | undefined {
  const index = argv.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`))
  const found = argv[index]
  return found === flag ? argv[index + 1] : found?.slice(flag.length + 1)
}

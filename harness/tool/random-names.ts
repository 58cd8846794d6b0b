import { builtinModules } from 'node:module'
import fc from 'fast-check'
import { commandNames } from '../../src/choices/command-names.ts'
import { nameProject } from '../../src/choices/project-name.ts'
import { takenNames } from '../project/projects.ts'

// Keywords of the Rust reference, and words that could cause trouble for cargo, npm, Windows or our templates.
export const dangerousWords = [
  ...'abstract as async await become box break const continue crate do dyn else enum extern false final fn for'.split(
    ' ',
  ),
  ...'gen if impl in let loop macro macro_rules match mod move mut override priv pub raw ref return safe self'.split(
    ' ',
  ),
  ...'Self static struct super trait true try type typeof union unsafe unsized use virtual where while yield'.split(
    ' ',
  ),
  ...'alloc core proc_macro std test compiler_builtins panic_abort std_detect unwind bool str u8 main lib bin'.split(
    ' ',
  ),
  ...'build deps examples incremental debug release target doc src dev bench cargo rustc napi node npm'.split(' '),
  ...'con prn aux nul com1 com9 lpt1 lpt9 node_modules favicon.ico package.json template-crate-name'.split(' '),
  ...'app client server listener lifecycle settings handover public tmp c m dl a x__y r#fn'.split(' '),
  ...commandNames,
]

const twist = fc.constantFrom<((word: string) => string)[]>(
  (word) => word.toUpperCase(),
  (word) => word.charAt(0).toUpperCase() + word.slice(1),
  (word) => word.replaceAll('_', '-'),
  (word) => word.replaceAll('-', '_'),
  (word) => ` ${word}. `,
  (word) => `_${word}-`,
  (word) => `2${word}`,
  (word) => `r-${word}`,
  (word) => `${word}-api`,
  (word) => `@${word}/${word}`,
  (word) => `"${word}"`,
  (word) => `$(${word})`,
  (word) => word.replace(/[a-z]/, (letter) => `${letter}\u0301`),
)
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...dangerousWords) },
  fc.constantFrom(...builtinModules),
  fc.constantFrom(...takenNames),
)
const separator = fc.constantFrom('-', '_', '--', '-_', ' ', '.', "'", '/', '\\', '🦀', '\u200b', '\n', 'é')
const plain = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-_'), maxLength: 20 })
const strange = fc.string({
  unit: fc.constantFrom(...'azAZ09-_. éÉœŒßçİ日🦀"\'`$(){};&|<>*?\\/%\u0000\n\u202e'),
  maxLength: 20,
})
const long = fc.string({ unit: fc.constantFrom(...'ab-_'), minLength: 58, maxLength: 70 })

/** Plausible and implausible folder names. */
export const randomNames: fc.Arbitrary<string> = fc.oneof(
  word,
  fc.tuple(word, twist).map(([text, change]) => change(text)),
  fc.tuple(word, separator, word).map((parts) => parts.join('')),
  plain,
  strange,
  fc.string({ unit: 'binary', maxLength: 20 }),
  long,
)

export function isAccepted(typed: string): boolean {
  try {
    return nameProject(typed, takenNames) !== ''
  } catch {
    return false
  }
}

import { type CommandOption, commandOption, isOption, type Notation } from './command-option.ts'
import { type ConsumedOption, type Env, type NpmSettings, optionsConsumedByNpm } from './npm-consumed.ts'

/** The command line as it was meant, whichever package manager passed it on. */
export type RecoveredArgv = {
  readonly argv: readonly string[]
  /** The first word that is not an option: a command, or the folder. */
  readonly first: string | undefined
  /** The options that npm had taken for its own: `--framework=name`. The user should be told. */
  readonly recovered: readonly string[]
  /** Those whose value cannot be identified among the arguments: `--target-dir`. It is not safe to go on without them. */
  readonly lost: readonly string[]
  /** Variables to unset: an npm that we start would obey them as a dry run, a global install and the like. */
  readonly unset: readonly string[]
}

export type RecoveryInput = {
  readonly options: readonly Notation[]
  /** The settings in npm's files, which are not meant for us. */
  readonly npmSettings?: NpmSettings
}

/** Reconstructs what was typed before a package manager changed it. An option on the command line wins. */
export function recoverArgv(
  argv: readonly string[],
  env: Env,
  { options, npmSettings = {} }: RecoveryInput,
): RecoveredArgv {
  const known = options.flatMap((option) => commandOption(option) ?? [])
  const words = withoutSeparator(argv, known)
  const consumed = optionsConsumedByNpm(known, env, npmSettings)
  const open = consumed.filter(({ option }) => !words.some((word) => isOption(word, option)))

  const values = pairWithStrays(
    open.filter(({ word }) => word === undefined),
    words,
    known,
  )
  const recovered = open.flatMap(({ option, word }) => {
    const at = values.get(option)
    return word ?? (at === undefined ? [] : `${option.long}=${words[at]}`)
  })
  const used = [...values.values()]
  const certain = consumed.filter(({ option, doubtful }) => !doubtful || values.has(option))
  const meant = [...recovered, ...words.filter((_, index) => !used.includes(index))]
  const [first] = argumentsAmong(meant, known)
  return {
    argv: meant,
    first: first === undefined ? undefined : meant[first],
    recovered,
    lost: certain.flatMap(({ option, word }) =>
      word !== undefined || values.has(option) || !open.some((one) => one.option === option) ? [] : option.long,
    ),
    unset: certain.flatMap(({ variables }) => variables),
  }
}

/**
 * Removes the `--` that npm and yarn 1 require before our options, and that pnpm, bun and yarn 4 pass on. If no option
 * follows, it stays: it may be meant for us, before a folder named `-x`.
 */
function withoutSeparator(argv: readonly string[], known: readonly CommandOption[]): readonly string[] {
  const at = argv.indexOf('--')
  const after = at < 0 ? [] : argv.slice(at + 1)
  const isOurs = (word: string) => word.startsWith('--') || known.some((option) => isOption(word, option))
  return after.some(isOurs) ? [...argv.slice(0, at), ...after] : argv
}

/** The position of each option's value among the words, if only one word can be it. */
function pairWithStrays(
  open: readonly ConsumedOption[],
  words: readonly string[],
  known: readonly CommandOption[],
): Map<CommandOption, number> {
  const pairs = new Map<CommandOption, number>()
  const strays = argumentsAmong(words, known)
  const withFixedValues = open.filter(({ option }) => option.values.length > 0)
  for (const { option } of withFixedValues) {
    const matching = [...strays].filter((index) => option.values.includes(words[index] ?? ''))
    const last = matching.at(-1)
    if (last === undefined || matching.some((index) => words[index] !== words[last])) continue
    pairs.set(option, last)
    strays.delete(last)
  }
  const [any, another] = open.filter(({ option, doubtful }) => option.values.length === 0 && !doubtful)
  const [stray, second] = strays
  // With two words, either could be the folder.
  if (any && !another && stray !== undefined && second === undefined) pairs.set(any.option, stray)
  return pairs
}

/** The positions of the words that are neither an option nor its value. */
function argumentsAmong(words: readonly string[], known: readonly CommandOption[]): Set<number> {
  const takesNext = (word: string | undefined) =>
    word !== undefined && known.some(({ kind, long, short }) => kind === 'value' && (word === long || word === short))
  return new Set(words.flatMap((word, index) => (word.startsWith('-') || takesNext(words[index - 1]) ? [] : index)))
}

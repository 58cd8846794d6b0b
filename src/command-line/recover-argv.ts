import { type CommandOption, commandOption, isOption, type Notation } from './command-option.ts'
import { type ConsumedOption, type Env, type NpmSettings, optionsConsumedByNpm } from './npm-consumed.ts'

/** The command line as it was meant, whichever package manager handed it on. */
export type RecoveredArgv = {
  readonly argv: readonly string[]
  /** The first word that is no option: a command, or the folder. */
  readonly first: string | undefined
  /** The options that npm had taken for its own: `--framework=name`. Whoever uses them says so. */
  readonly recovered: readonly string[]
  /** Those whose value cannot be told from the arguments: `--target-dir`. Whoever goes on without them does the wrong thing. */
  readonly lost: readonly string[]
  /** Variables that would have the next npm take our options for its own: a dry run, a global install. */
  readonly unset: readonly string[]
}

export type Context = {
  readonly options: readonly Notation[]
  /** What is in npm's files, which has nothing to do with us. */
  readonly npmSettings?: NpmSettings
}

/** What was typed, from what a package manager made of it. A real option on the command line wins. */
export function recoverArgv(argv: readonly string[], env: Env, { options, npmSettings = {} }: Context): RecoveredArgv {
  const known = options.flatMap((option) => commandOption(option) ?? [])
  const words = withoutSeparator(argv, known)
  const taken = optionsConsumedByNpm(known, env, npmSettings)
  const open = taken.filter(({ option }) => !words.some((word) => isOption(word, option)))

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
  const certain = taken.filter(({ option, doubtful }) => !doubtful || values.has(option))
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
 * pnpm, bun and yarn 4 pass the `--` on that npm and yarn 1 want before our options. Where no option follows it, it may
 * be the person's own, before a folder that is called `-x`.
 */
function withoutSeparator(argv: readonly string[], known: readonly CommandOption[]): readonly string[] {
  const at = argv.indexOf('--')
  const after = at < 0 ? [] : argv.slice(at + 1)
  const isOurs = (word: string) => word.startsWith('--') || known.some((option) => isOption(word, option))
  return after.some(isOurs) ? [...argv.slice(0, at), ...after] : argv
}

/** Where among the words the value of each option is, as far as only one word can be it. */
function pairWithStrays(
  open: readonly ConsumedOption[],
  words: readonly string[],
  known: readonly CommandOption[],
): Map<CommandOption, number> {
  const pairs = new Map<CommandOption, number>()
  const strays = argumentsAmong(words, known)
  const choosy = open.filter(({ option }) => option.values.length > 0)
  for (const { option } of choosy) {
    const fitting = [...strays].filter((index) => option.values.includes(words[index] ?? ''))
    const last = fitting.at(-1)
    if (last === undefined || fitting.some((index) => words[index] !== words[last])) continue
    pairs.set(option, last)
    strays.delete(last)
  }
  const [any, another] = open.filter(({ option, doubtful }) => option.values.length === 0 && !doubtful)
  const [stray, second] = strays
  // Of two words, either may be the folder.
  if (any && !another && stray !== undefined && second === undefined) pairs.set(any.option, stray)
  return pairs
}

/** The positions of what is neither an option nor the value of one. */
function argumentsAmong(words: readonly string[], known: readonly CommandOption[]): Set<number> {
  const takesNext = (word: string | undefined) =>
    word !== undefined && known.some(({ kind, long, short }) => kind === 'value' && (word === long || word === short))
  return new Set(words.flatMap((word, index) => (word.startsWith('-') || takesNext(words[index - 1]) ? [] : index)))
}

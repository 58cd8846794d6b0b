import type { CommandOption } from './command-option.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** The settings in npm's own files, by npm's names: `{ 'dry-run': 'true' }`. */
export type NpmSettings = Readonly<Record<string, string>>

/** One of our options that npm took for its own, and left in the environment. */
export type ConsumedOption = {
  readonly option: CommandOption
  /** The option as it was typed, `--name=foo`; undefined if npm took the value for an argument, as in `--name foo`. */
  readonly word: string | undefined
  /** It may have been meant for npm. */
  readonly doubtful: boolean
  /** The variables where npm left it, which an npm that we start would obey. */
  readonly variables: readonly string[]
}

// How npm reads options that it has itself: `-f` is --force, and `--lang` is one option per letter, `-l -a -n -g`.
const npmMeans: Readonly<Record<string, NpmSettings>> = {
  '--verbose': { loglevel: 'verbose' },
  '--lang': { long: 'true', all: 'true', global: 'true' },
  '-f': { force: 'true' },
}

// npm 10 and 11 expand an unknown option to a known one that it abbreviates.
const npmExpands: Readonly<Record<string, string>> = { ci: 'cidr' }

// `npx -y` and `npx --force` are for npm. (So is `npx --dry-run`, but then nothing should be written either.)
const meantForNpx = ['yes', 'force']

/**
 * For `npm create o2switch-rust x --no-git`, without `--` before our options: npm drops `--no-git` and sets
 * `npm_config_git`. A setting with the same value in npm's files comes from there, and is ignored.
 */
export function optionsConsumedByNpm(
  options: readonly CommandOption[],
  env: Env,
  files: NpmSettings,
): ConsumedOption[] {
  const command = commandOfNpm(env)
  if (!command) return []
  const settings = Object.fromEntries(
    Object.entries(npmSettings(env))
      .filter(([name, value]) => asSwitch(files[name]) !== asSwitch(value))
      .filter(([name]) => command === 'init' || !meantForNpx.includes(name)),
  )
  return options.flatMap((option) => find(option, settings) ?? [])
}

/** The npm command that started us; undefined if we run as a package.json script or as another program's child. */
function commandOfNpm(env: Env): 'init' | 'exec' | undefined {
  if (env.npm_lifecycle_event !== 'npx' || !env.npm_lifecycle_script?.includes('create-o2switch-rust')) return undefined
  return (['init', 'exec'] as const).find((command) => command === env.npm_command)
}

function npmSettings(env: Env): NpmSettings {
  const prefix = 'npm_config_'
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined
        ? [[name.slice(prefix.length).replaceAll('_', '-'), lastOf(value)]]
        : [],
    ),
  )
}

/** npm keeps both values of an option that was given twice, separated by an empty line. */
function lastOf(value: string): string {
  return value.split('\n\n').at(-1) ?? ''
}

/** npm writes a disabled setting as an empty string, or as `false` if it has more values than on and off. */
function asSwitch(value: string | undefined): string | undefined {
  return value === 'false' ? '' : value
}

function find(option: CommandOption, settings: NpmSettings): ConsumedOption | undefined {
  for (const name of [option.name, npmExpands[option.name] ?? '']) {
    const value = settings[name]
    const word = value === undefined ? undefined : wordFor(option, value)
    if (word !== undefined) return consumed(option, [name], { word: word || undefined })
  }
  for (const spelling of [option.long, option.short ?? '']) {
    const meant = Object.entries(npmMeans[spelling] ?? {})
    if (meant.length === 0 || meant.some(([name, on]) => settings[name] !== on)) continue
    const names = meant.map(([name]) => name)
    return consumed(option, names, {
      word: option.kind === 'value' ? undefined : option.long,
      doubtful: spelling === option.short,
    })
  }
  return undefined
}

/** The option as it was typed: empty if its value is missing, undefined if it was not given. */
function wordFor({ kind, long }: CommandOption, value: string): string | undefined {
  if (kind === 'value') return value === 'true' || value === '' ? '' : `${long}=${value}`
  return asSwitch(value) === (kind === 'switch' ? 'true' : '') ? long : undefined
}

function consumed(
  option: CommandOption,
  names: readonly string[],
  { word, doubtful = false }: { word: string | undefined; doubtful?: boolean },
): ConsumedOption {
  return { option, word, doubtful, variables: names.map((name) => `npm_config_${name.replaceAll('-', '_')}`) }
}

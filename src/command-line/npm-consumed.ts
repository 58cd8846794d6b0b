import type { CommandOption } from './command-option.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** What stands in npm's own files, by npm's names: `{ 'dry-run': 'true' }`. */
export type NpmSettings = Readonly<Record<string, string>>

/** An option of ours that npm took for one of its own, and left in the environment. */
export type ConsumedOption = {
  readonly option: CommandOption
  /** Undefined for a value that npm took for an argument: `--name foo`. */
  readonly word: string | undefined
  /** Perhaps it was not for us at all. */
  readonly doubtful: boolean
  /** Where npm left it: the next npm would obey it. */
  readonly variables: readonly string[]
}

// What npm makes of options that it has itself: `-f` is force, and of `--lang` it reads each letter, `-l -a -n -g`.
const npmMeans: Readonly<Record<string, NpmSettings>> = {
  '--verbose': { loglevel: 'verbose' },
  '--lang': { long: 'true', all: 'true', global: 'true' },
  '-f': { force: 'true' },
}

// Of those that it lacks, npm 10 and 11 take one that begins like it.
const npmExpands: Readonly<Record<string, string>> = { ci: 'cidr' }

// `npx -y` and `npx --force` are for npm. (`npx --dry-run` is, too, but who asks for that wants nothing written.)
const meantForNpx = ['yes', 'force']

/**
 * `npm create o2switch-rust x --no-git`, without `--` before our options: npm drops them, and sets `npm_config_git`.
 * Settings that are in npm's files, too, come from there.
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

/** Which command of npm started us, if one did; not if we are a script of package.json, or somebody else's child. */
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

/** Of an option that was given twice, npm keeps both, with an empty line between. */
function lastOf(value: string): string {
  return value.split('\n\n').at(-1) ?? ''
}

/** npm writes what is off as nothing, or as false if the setting can be more than on and off. */
function asSwitch(value: string | undefined): string | undefined {
  return value === 'false' ? '' : value
}

function find(option: CommandOption, settings: NpmSettings): ConsumedOption | undefined {
  for (const name of [option.name, npmExpands[option.name] ?? '']) {
    const value = settings[name]
    const word = value === undefined ? undefined : wordFor(option, value)
    if (word !== undefined) return swallowed(option, [name], { word: word || undefined })
  }
  for (const spelling of [option.long, option.short ?? '']) {
    const meant = Object.entries(npmMeans[spelling] ?? {})
    if (meant.length === 0 || meant.some(([name, on]) => settings[name] !== on)) continue
    const names = meant.map(([name]) => name)
    return swallowed(option, names, {
      word: option.kind === 'value' ? undefined : option.long,
      doubtful: spelling === option.short,
    })
  }
  return undefined
}

/** Empty if only the value is missing, undefined if the option was not given. */
function wordFor({ kind, long }: CommandOption, value: string): string | undefined {
  if (kind === 'value') return value === 'true' || value === '' ? '' : `${long}=${value}`
  return asSwitch(value) === (kind === 'switch' ? 'true' : '') ? long : undefined
}

function swallowed(
  option: CommandOption,
  names: readonly string[],
  { word, doubtful = false }: { word: string | undefined; doubtful?: boolean },
): ConsumedOption {
  return { option, word, doubtful, variables: names.map((name) => `npm_config_${name.replaceAll('-', '_')}`) }
}

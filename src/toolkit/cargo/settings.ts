import { triple } from '../../checks/rust/target.ts'
import type { Env } from '../../process/environment.ts'
import { holds } from './cfg.ts'
import type { ConfigFile } from './config-files.ts'
import type { Table } from './toml.ts'

/** A setting of this machine, and the file that it is in; a variable has none. */
export type Setting = { readonly name: string; readonly file?: string }

/** How the project is built on every machine alike. */
export type Settings = {
  /** What the project's own config file tells rustc. */
  readonly rustflags: readonly string[]
  /** Unsets the variables of this machine, and overrides its files. */
  readonly env: Env
  /** What this machine asks for and does not get. */
  readonly leftOut: readonly Setting[]
  /** What it would get, since nothing overrides it. */
  readonly unavoidable: readonly Setting[]
}

// https://doc.rust-lang.org/cargo/reference/environment-variables.html; https://docs.rs/cc, "External configuration via
// environment variables". Where cargo builds (CARGO_TARGET_DIR), where crates come from (CARGO_REGISTRIES_…) and which
// compiler runs (RUSTC) are this machine's business.
const deciding: readonly RegExp[] = [
  /^(RUSTFLAGS|CARGO_ENCODED_RUSTFLAGS|CARGO_INCREMENTAL|RUSTC_BOOTSTRAP|RUSTC_(WORKSPACE_)?WRAPPER)$/,
  /^CARGO_BUILD_(RUSTFLAGS|TARGET|INCREMENTAL|RUSTC_(WORKSPACE_)?WRAPPER)$/,
  /^CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_(RUSTFLAGS|LINKER|AR)$/,
  /^CARGO_(PROFILE|UNSTABLE)_/,
  /^((TARGET|HOST)_)?(CC|CXX|CPP|AR|AS|LD|NM|RANLIB|STRIP|(C|CXX|CPP|LD|AR|RANLIB)FLAGS|CMAKE_TOOLCHAIN_FILE)(_x86_64[-_]unknown[-_]linux[-_]gnu)?$/,
  /^CRATE_CC_NO_DEFAULTS$/,
]

/** `facts` are those of the host's target, for `holds`. `pinsToolchain`: it has a rust-toolchain file. */
export function settingsFor(
  files: readonly ConfigFile[],
  variables: Env,
  { facts, pinsToolchain }: { readonly facts: ReadonlySet<string>; readonly pinsToolchain: boolean },
): Settings {
  const own = files.filter(({ isOfProject }) => isOfProject).map(({ values }) => values)
  const ofMachine = files
    .filter(({ isOfProject }) => !isOfProject)
    .flatMap(({ path: file, values }) => leaves(values).map((keys) => ({ name: keys.join('.'), keys, file })))
  const set = Object.keys(variables).filter((name) => isDeciding(name, pinsToolchain))
  const isSet = (...keys: string[]) => own.some((values) => at(values, ...keys) !== undefined)
  const env: Env = {
    ...Object.fromEntries(set.map((name) => [name, undefined])),
    ...(isSet('build', 'rustc-wrapper') ? {} : { RUSTC_WRAPPER: '' }),
    ...(isSet('build', 'rustc-workspace-wrapper') ? {} : { RUSTC_WORKSPACE_WRAPPER: '' }),
    ...(isSet('build', 'incremental') ? {} : { CARGO_INCREMENTAL: '0' }),
  }
  return {
    rustflags: rustflagsIn(own, facts),
    env,
    leftOut: [
      ...set.filter((name) => variables[name] && variables[name] !== env[name]).map((name) => ({ name })),
      ...ofMachine.filter(({ keys }) => canBeOverridden(keys)).map(asSetting),
    ],
    // The project's own files are nearer, and win.
    unavoidable: ofMachine.filter(({ keys }) => cannotBeOverridden(keys) && !isSet(...keys)).map(asSetting),
  }
}

function isDeciding(name: string, pinsToolchain: boolean): boolean {
  return deciding.some((pattern) => pattern.test(name)) || (pinsToolchain && name === 'RUSTUP_TOOLCHAIN')
}

/** What a variable or an argument of ours comes before. */
function canBeOverridden([section, ...rest]: readonly string[]): boolean {
  if (section === 'build')
    return ['rustflags', 'target', 'incremental', 'rustc-wrapper', 'rustc-workspace-wrapper'].includes(rest[0] ?? '')
  const [target = '', key = ''] = rest
  const applies = target === triple || target.startsWith('cfg(')
  return section === 'target' && applies && ['rustflags', 'linker', 'ar'].includes(key)
}

/** Other profiles than these two are not built; `[target.<triple>.<library>]` takes the place of a build script. */
function cannotBeOverridden([section = '', name = '', ...rest]: readonly string[]): boolean {
  if (section === 'profile') return ['release', 'bundle'].includes(name)
  if (section === 'env') return isDeciding(name, false)
  if (section === 'target') return name === triple && rest.length > 1
  return ['paths', 'patch', 'unstable'].includes(section)
}

/** cargo's own rule: those of the target, and of each cfg() that holds; only without any, those of the build. */
function rustflagsIn(files: readonly Table[], facts: ReadonlySet<string>): string[] {
  const ofTarget = files.flatMap((values) =>
    Object.entries(asTable(values.target)).flatMap(([key, table]) => {
      const [, expression] = /^cfg\((.*)\)$/s.exec(key) ?? []
      const applies = key === triple || (expression !== undefined && holds(expression, facts))
      return applies ? flagsOf(asTable(table).rustflags) : []
    }),
  )
  return ofTarget.length > 0 ? ofTarget : files.flatMap((values) => flagsOf(at(values, 'build', 'rustflags')))
}

function flagsOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : [value ?? []].flat().map(String)
}

/** The paths of all values in a table. */
function leaves(table: Table): string[][] {
  return Object.entries(table).flatMap(([key, value]) =>
    isTable(value) ? leaves(value).map((keys) => [key, ...keys]) : [[key]],
  )
}

function at(table: Table, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => asTable(value)[key], table)
}

function asTable(value: unknown): Table {
  return isTable(value) ? value : {}
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asSetting({ name, file }: Required<Setting>): Setting {
  return { name, file }
}

import { UsageError } from '../../errors/errors.ts'
import type { Localized } from '../../text/localized.ts'
import { type Choice, isChoice } from '../way.ts'
import { parseInclude } from './include.ts'
import { readGiven } from './read-given.ts'

/** What package.json says that matters for a bundle. */
export type PackageJson = {
  /** The oldest glibc that the addon is to run with. */
  readonly glibc: string
  /** Files and folders that the bundle holds besides its own. */
  readonly include: readonly string[]
  /** Which process serves the app on the host. */
  readonly process: Choice
  readonly version: unknown
  /** How Node takes app.js: `module` or `commonjs`. */
  readonly type: unknown
  /** The names of the packages that would have to be there at run time. */
  readonly dependencies: readonly string[]
}

type Json = Readonly<Record<string, unknown>>

/** The package.json of the current folder; throws a UsageError if there is none. */
export function readPackageJson(): Uint8Array {
  return readGiven('package.json', (t, reason) => t.bundle.config.unreadable(reason))
}

/** What it says for a bundle; throws a UsageError if that cannot be used. */
export function parsePackageJson(content: Uint8Array): PackageJson {
  const state: Localized = (t) => t.bundle.cargo.states.noBundle
  const { type, version, dependencies, optionalDependencies, ...json } = parse(content, state)
  const { glibc, include, process } = settingsIn(json, state)
  const runtime = { ...(dependencies ?? {}), ...(optionalDependencies ?? {}) }
  return {
    glibc: parseGlibc(glibc),
    include: parseInclude(include),
    process: toChoice(process, state),
    type,
    version,
    dependencies: Object.keys(runtime),
  }
}

/** Which process it wants to serve the app. `state`, a sentence, is what an error says of how things are. */
export function parseProcess(content: Uint8Array, state: Localized): Choice {
  return toChoice(settingsIn(parse(content, state), state).process, state)
}

function parse(content: Uint8Array, state: Localized): Json {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(content)), 'package.json', state)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError((t) => t.bundle.config.noJson(String(error), state(t)), { cause: error })
  }
}

function settingsIn({ o2switch = {} }: Json, state: Localized): Json {
  return asObject(o2switch, '"o2switch"', state)
}

function toChoice(value: unknown = 'auto', state: Localized): Choice {
  if (isChoice(value)) return value
  throw new UsageError((t) => t.bundle.config.process(JSON.stringify(value), state(t)))
}

/** Rust's own library needs 2.17. */
function parseGlibc(value: unknown = '2.17'): string {
  if (typeof value === 'string' && /^2\.(1[7-9]|[2-9]\d)$/.test(value)) return value
  throw new UsageError((t) => t.bundle.config.glibc(JSON.stringify(value)))
}

function asObject(value: unknown, key: string, state: Localized): Json {
  if (isObject(value)) return value
  throw new UsageError((t) => t.bundle.config.noObject(key, state(t)))
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

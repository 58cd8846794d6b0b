import { UsageError } from '../../errors/errors.ts'
import { parseInclude } from './include.ts'
import { readGiven } from './read-given.ts'

/** What package.json says that matters for a bundle. */
export type PackageJson = {
  /** The oldest glibc that the addon is to run with. */
  readonly glibc: string
  /** Files and folders that the bundle holds besides its own. */
  readonly include: readonly string[]
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

/** What it says; throws a UsageError if that cannot be used. */
export function parsePackageJson(content: Uint8Array): PackageJson {
  const { o2switch = {}, type, dependencies, optionalDependencies } = asObject(parse(content), 'package.json')
  const { glibc, include } = asObject(o2switch, '"o2switch"')
  const runtime = { ...(dependencies ?? {}), ...(optionalDependencies ?? {}) }
  return { glibc: parseGlibc(glibc), include: parseInclude(include), type, dependencies: Object.keys(runtime) }
}

function parse(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content))
  } catch (error) {
    throw new UsageError((t) => t.bundle.config.noJson(String(error)), { cause: error })
  }
}

/** Rust's own library needs 2.17. */
function parseGlibc(value: unknown = '2.17'): string {
  if (typeof value === 'string' && /^2\.(1[7-9]|[2-9]\d)$/.test(value)) return value
  throw new UsageError((t) => t.bundle.config.glibc(JSON.stringify(value)))
}

function asObject(value: unknown, key: string): Json {
  if (isObject(value)) return value
  throw new UsageError((t) => t.bundle.config.noObject(key))
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

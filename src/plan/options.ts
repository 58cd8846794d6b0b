import type { CiProvider } from '../choices/ci.ts'
import type { Framework } from '../choices/framework.ts'
import type { Language } from '../choices/language.ts'
import type { PackageManager } from '../choices/package-manager.ts'
import type { Destination } from '../destination/destination.ts'

/** What the person wants, complete and checked: made once, from the flags and the answers. Plain data. */
export type Options = {
  readonly destination: Destination
  /** The project's name, as npm and cargo know it. */
  readonly name: string
  /** The name that was asked for, if it could not be kept as it was. */
  readonly requestedName: string | undefined
  readonly framework: Framework
  /** The framework's folder as it was typed, if it is the person's own. */
  readonly template: string | undefined
  readonly packageManager: PackageManager
  readonly ci: CiProvider
  readonly language: Language
  /** Where the project is to build, if it is told; absolute. */
  readonly targetDir: string | undefined
  /** Where cargo builds, if that is shared with other projects; absolute. */
  readonly cargoTargetDir: string | undefined
  readonly install: boolean
  readonly build: boolean
  readonly git: boolean
  readonly overwrite: boolean
  readonly dryRun: boolean
  readonly json: boolean
  readonly verbose: boolean
}

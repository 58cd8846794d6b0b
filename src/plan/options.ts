import type { CiProvider } from '../choices/ci.ts'
import type { Framework } from '../choices/framework.ts'
import type { Language } from '../choices/language.ts'
import type { PackageManager } from '../choices/package-manager.ts'
import type { Destination } from '../destination/destination.ts'

/** What the user wants: complete, checked, and made once from the flags and the answers. Plain data. */
export type Options = {
  readonly destination: Destination
  /** The project's name for npm and cargo. */
  readonly name: string
  /** The requested name, if it had to be changed. */
  readonly requestedName: string | undefined
  readonly framework: Framework
  /** The `--template` folder as it was typed. */
  readonly template: string | undefined
  readonly packageManager: PackageManager
  readonly ci: CiProvider
  readonly language: Language
  /** The absolute path of `--target-dir`. */
  readonly targetDir: string | undefined
  /** The absolute path of the target folder that cargo shares between projects: `--target-dir` or CARGO_TARGET_DIR. */
  readonly cargoTargetDir: string | undefined
  readonly install: boolean
  readonly build: boolean
  readonly git: boolean
  readonly overwrite: boolean
  readonly dryRun: boolean
  readonly json: boolean
  readonly verbose: boolean
}

import type { CiProvider } from '../choices/ci.ts'
import type { Framework } from '../choices/framework.ts'
import type { Language } from '../choices/language.ts'
import type { PackageManager } from '../choices/package-manager.ts'
import { nothingAround, type Surroundings } from '../destination/around/surroundings.ts'
import type { Destination } from '../destination/destination.ts'
import { withChecksums } from '../template/checksums.ts'
import type { Values } from '../template/render.ts'
import { manifestOf, renderProject } from '../template/render-project.ts'
import type { TemplateFile } from '../template/template-file.ts'
import { libraryName } from '../text/library-name.ts'
import type { Options } from './options.ts'
import { recreateCommand } from './recreate-command.ts'
import { type Stamp, stampOf } from './stamp.ts'

/** How a file of the template is written to the destination. */
export type FileAction =
  /** `beside` is the user's file that keeps the original name. */
  | { readonly status: 'new'; readonly beside?: string }
  /** The same file is already there. */
  | { readonly status: 'unchanged' }
  /** The existing file is kept as `backup`; a completed file contains its lines. */
  | { readonly status: 'replaced' | 'completed'; readonly backup: string; readonly beside?: string }

/** A file of the user's that is not replaced, but has to be renamed. */
export type MovedFile = { readonly path: string; readonly backup: string }

/** A rule of a repository above that keeps files of the project out of commits, or stores them in another form. */
export type GitRule = {
  readonly kind: 'ignored' | 'filtered'
  /** `file:line`, if git says it. */
  readonly source: string
  /** The pattern, or the filter's name. */
  readonly rule: string
  readonly files: readonly string[]
}

export type PlannedFile = TemplateFile & { readonly action: FileAction }

/** A program to run in the project folder. Checks in src/checks refer to it by its name (`blocks`). */
export type Step = {
  readonly name: 'install' | 'build'
  readonly title: string
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Everything that will be done, as plain data. */
export type Plan = {
  readonly destination: Destination
  /** The project's name for npm and cargo. */
  readonly name: string
  readonly framework: Framework
  readonly packageManager: PackageManager
  readonly ci: CiProvider
  readonly language: Language
  readonly files: readonly PlannedFile[]
  readonly moved: readonly MovedFile[]
  /** What concerns the project in the folders above. */
  readonly surroundings: Surroundings
  readonly gitRules: readonly GitRule[]
  readonly install: Step | undefined
  readonly build: Step | undefined
  /** The message of the first commit. */
  readonly commit: string | undefined
  /** The scripts in the project's package.json. */
  readonly scripts: readonly string[]
  /** The absolute path of the target folder that cargo shares between projects. */
  readonly cargoTargetDir: string | undefined
  readonly overwrite: boolean
  readonly verbose: boolean
}

/** Options + template → plan, for an empty destination. */
export function planProject(options: Options, { template, version }: PlanInput): Plan {
  const { destination, name, framework, packageManager, ci, language, cargoTargetDir, overwrite, verbose } = options
  const stamp = stampOf(options, template, version)
  const files = renderProject(template, valuesOf(options, stamp))
  return {
    destination,
    name,
    framework,
    packageManager,
    ci,
    language,
    files: withChecksums(files).map((file) => ({ ...file, action: { status: 'new' } })),
    moved: [],
    surroundings: nothingAround,
    gitRules: [],
    install: options.install ? installStep(packageManager) : undefined,
    build: options.build ? buildStep(packageManager) : undefined,
    commit: options.git ? `Start from create-o2switch-rust ${version}` : undefined,
    scripts: Object.keys(manifestOf(files).scripts ?? {}),
    cargoTargetDir,
    overwrite,
    verbose,
  }
}

export type PlanInput = { readonly template: readonly TemplateFile[]; readonly version: string }

/** Whether there will be a first commit: not in a folder with other files of the user's. */
export function commits({ commit, destination }: Plan): boolean {
  return commit !== undefined && !destination.occupied
}

function valuesOf({ destination, name, framework, packageManager, targetDir }: Options, stamp: Stamp): Values {
  return {
    projectName: name,
    npmName: name,
    crateName: name,
    libraryName: libraryName(name),
    framework: {
      name: framework.name,
      title: framework.title,
      docs: framework.docs,
      answers: framework.answers,
      rust: framework.minimumRust,
    },
    packageManager: { name: packageManager.name, run: packageManager.run, overrides: packageManager.overrides },
    targetDir: targetDir === undefined ? '' : tomlString(targetDir),
    toolVersion: stamp.version,
    stamp: JSON.stringify(stamp, undefined, 2).replaceAll('\n', '\n  '),
    recreate: recreateCommand(stamp, destination),
  }
}

function installStep({ name, install, env }: PackageManager): Step {
  return { name: 'install', title: `${name} install`, program: name, args: install, env }
}

function buildStep({ name, run, build, env }: PackageManager): Step {
  return { name: 'build', title: `${run} build`, program: name, args: build, env }
}

/** TOML's basic strings have the same escapes as JSON's. */
function tomlString(value: string): string {
  return JSON.stringify(value)
}

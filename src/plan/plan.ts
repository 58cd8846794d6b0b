import type { ToolStep } from '../checks/check-result.ts'
import type { CiProvider } from '../choices/ci.ts'
import type { Framework } from '../choices/framework.ts'
import type { Language } from '../choices/language.ts'
import type { PackageManager } from '../choices/package-manager.ts'
import type { Options } from '../command-line/options.ts'
import type { Destination } from '../destination/destination.ts'
import { renameRootPackage } from '../template/cargo-lock.ts'
import { type RootPackage, setRootPackage } from '../template/npm-lock.ts'
import { render, TemplateError, type Values } from '../template/render.ts'
import { recreateCommand } from './recreate-command.ts'

export type TemplateFile = {
  /** Relative to the project, with forward slashes. */
  readonly path: string
  readonly content: Uint8Array
  readonly executable: boolean
}

/** What becomes of a file of the template in the person's folder. */
export type FileAction =
  /** `beside` is a file of the person's that has the name for itself. */
  | { readonly status: 'new'; readonly beside?: string }
  /** It is there already, just like that. */
  | { readonly status: 'unchanged' }
  /** What was there is kept under the name `backup`; a completed file begins with it. */
  | { readonly status: 'replaced' | 'completed'; readonly backup: string; readonly beside?: string }

/** A file of the person's that is not replaced, but must not stay where it is. */
export type MovedFile = { readonly path: string; readonly backup: string }

export type PlannedFile = TemplateFile & { readonly action: FileAction }

/** A program to run in the project's folder. What it needs of the machine, the checks in src/checks know by its name. */
export type Step = {
  readonly name: ToolStep
  readonly title: string
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Everything that will be done, as plain data. */
export type Plan = {
  readonly destination: Destination
  /** Of the project, as npm and cargo know it. */
  readonly name: string
  readonly framework: Framework
  readonly packageManager: PackageManager
  readonly ci: CiProvider
  readonly language: Language
  readonly files: readonly PlannedFile[]
  readonly moved: readonly MovedFile[]
  readonly install: Step | undefined
  readonly build: Step | undefined
  /** The message of the first commit. */
  readonly commit: string | undefined
  /** The scripts of the project's package.json. */
  readonly scripts: readonly string[]
  readonly overwrite: boolean
  readonly verbose: boolean
}

/** Options + template → plan, for a folder that is free. */
export function planProject(options: Options, { destination, name, template, version }: PlanInput): Plan {
  const { framework, packageManager, ci, language, overwrite, verbose } = options
  const values: Values = {
    projectName: name,
    npmName: name,
    crateName: name,
    framework: { name: framework.name, title: framework.title, docs: framework.docs },
    packageManager: { name: packageManager.name, run: packageManager.run, overrides: packageManager.overrides },
    targetDir: options.targetDir === undefined ? '' : tomlString(options.targetDir),
    toolVersion: version,
    again: recreateCommand(options, { destination, name, version }),
  }
  const rendered = withoutDuplicates(template.map((file) => renderFile(file, values)))
  const manifest = JSON.parse(textOf(rendered, 'package.json') ?? '{}')
  const files = rendered.map((file) => (file.path === 'package-lock.json' ? lockFor(manifest, file) : file))
  return {
    destination,
    name,
    framework,
    packageManager,
    ci,
    language,
    files,
    moved: [],
    install: options.install ? installStep(packageManager) : undefined,
    build: options.install && options.build ? buildStep(packageManager) : undefined,
    commit: options.git ? `Start from create-o2switch-rust ${version}` : undefined,
    scripts: Object.keys(manifest.scripts ?? {}),
    overwrite,
    verbose,
  }
}

/** Whether there will be a first commit: not where other files of the person's are, which are left to them. */
export function commits({ commit, destination }: Plan): boolean {
  return commit !== undefined && !destination.occupied
}

export type PlanInput = {
  readonly destination: Destination
  readonly name: string
  readonly template: readonly TemplateFile[]
  readonly version: string
}

function installStep({ name, install, env }: PackageManager): Step {
  return { name: 'install', title: `${name} install`, program: name, args: install, env }
}

function buildStep({ name, run, build, env }: PackageManager): Step {
  return { name: 'build', title: `${run} build`, program: name, args: build, env }
}

function renderFile(template: TemplateFile, values: Values): PlannedFile {
  const file: PlannedFile = { ...template, action: { status: 'new' } }
  const path = projectPath(file.path)
  if (file.path.endsWith('.hbs')) return { ...file, path, content: bytes(render(text(file), values, file.path)) }
  if (path === 'Cargo.lock') return { ...file, path, content: bytes(renameRootPackage(text(file), values.crateName)) }
  return { ...file, path }
}

function lockFor(manifest: RootPackage, lock: PlannedFile): PlannedFile {
  return { ...lock, content: bytes(setRootPackage(text(lock), manifest)) }
}

/**
 * `src/x.toml.hbs` → `src/x.toml`; `_gitignore` → `.gitignore`, since npm would not publish it under its own name. So with all
 * that a tool could take for this repository's own: `_github/…`, `_gitlab-ci.yml`, `_cargo/…`.
 */
function projectPath(templatePath: string): string {
  return templatePath.replace(/\.hbs$/, '').replace(/(^|\/)_(?=git[^/]*$|cargo\/|github\/|yarnrc)/g, '$1.')
}

function withoutDuplicates(files: PlannedFile[]): PlannedFile[] {
  const paths = files.map(({ path }) => path)
  const twice = paths.find((path, index) => paths.indexOf(path) !== index)
  if (twice) throw new TemplateError((t) => t.template.twice(twice))
  return files
}

function textOf(files: readonly TemplateFile[], path: string): string | undefined {
  const file = files.find((candidate) => candidate.path === path)
  return file && text(file)
}

function text(file: TemplateFile): string {
  return new TextDecoder().decode(file.content)
}

function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}

/** TOML's basic strings escape as JSON's do. */
function tomlString(value: string): string {
  return JSON.stringify(value)
}

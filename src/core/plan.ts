import type { Framework } from './framework.ts'
import { renameRootPackage } from './lockfile.ts'
import type { Options } from './options.ts'
import { render, type Values } from './render.ts'
import type { Target } from './target.ts'

export type TemplateFile = {
  /** Relative to the project, with forward slashes. */
  readonly path: string
  readonly content: Uint8Array
  readonly executable: boolean
}

/** A program to run in the project's folder, and the tool that must be there for it (as in src/checks). */
export type Step = {
  readonly title: string
  readonly program: string
  readonly args: readonly string[]
  readonly tool: 'npm' | 'cargo'
}

/** Everything that will be done, as plain data. */
export type Plan = {
  readonly target: Target
  /** Of the project, as npm and cargo know it. */
  readonly name: string
  readonly framework: Framework
  readonly files: readonly TemplateFile[]
  readonly install: Step | undefined
  readonly build: Step | undefined
  /** The message of the first commit. */
  readonly commit: string | undefined
  /** The oldest Rust that compiles the project, if its Cargo.toml names one. */
  readonly minimumRust: string | undefined
  /** The scripts of the project's package.json. */
  readonly scripts: readonly string[]
  readonly verbose: boolean
}

// Development dependencies even under NODE_ENV=production: the build is one of them. No workspaces: in one, npm would
// install into the folder above. A log level, or a person whose npm is set to be silent would not see why it failed.
const install: Step = {
  title: 'npm install',
  program: 'npm',
  args: ['install', '--include=dev', '--no-workspaces', '--no-audit', '--no-fund', '--loglevel=notice'],
  tool: 'npm',
}
// Silent is npm alone, whose lines would push cargo's out of sight when the build fails.
const build: Step = { title: 'npm run build', program: 'npm', args: ['run', 'build', '--silent'], tool: 'cargo' }

/** Options + template → plan. */
export function planProject(options: Options, { target, name, template, version }: PlanInput): Plan {
  const { framework } = options
  const values: Values = {
    projectName: name,
    npmName: name,
    crateName: name,
    framework: { name: framework.name, title: framework.title, docs: framework.docs },
    toolVersion: version,
  }
  const files = withoutDuplicates(template.map((file) => renderFile(file, values)))
  return {
    target,
    name,
    framework,
    files,
    install: options.install ? install : undefined,
    build: options.install && options.build ? build : undefined,
    commit: options.git ? `Start from create-o2switch-rust ${version}` : undefined,
    minimumRust: /^rust-version = "(.*)"/m.exec(textOf(files, 'Cargo.toml') ?? '')?.[1],
    scripts: Object.keys(JSON.parse(textOf(files, 'package.json') ?? '{}').scripts ?? {}),
    verbose: options.verbose,
  }
}

export type PlanInput = {
  readonly target: Target
  readonly name: string
  readonly template: readonly TemplateFile[]
  readonly version: string
}

function renderFile(file: TemplateFile, values: Values): TemplateFile {
  const path = projectPath(file.path)
  if (file.path.endsWith('.hbs')) return { ...file, path, content: bytes(render(text(file), values, file.path)) }
  if (path === 'Cargo.lock') return { ...file, path, content: bytes(renameRootPackage(text(file), values.crateName)) }
  return { ...file, path }
}

/** `src/x.toml.hbs` → `src/x.toml`; `_gitignore` → `.gitignore`, since npm would not publish it under its own name. */
function projectPath(templatePath: string): string {
  return templatePath.replace(/\.hbs$/, '').replace(/(^|\/)_(?=git[^/]*$)/, '$1.')
}

function withoutDuplicates(files: TemplateFile[]): TemplateFile[] {
  const paths = files.map(({ path }) => path)
  const twice = paths.find((path, index) => paths.indexOf(path) !== index)
  if (twice) throw new Error(`The template has two files for ${twice}`)
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

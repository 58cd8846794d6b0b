import { digestOf } from '../template/checksums.ts'
import type { TemplateFile } from '../template/template-file.ts'
import type { Options } from './options.ts'

/** Every answer that shaped the project's files, as recorded in package.json. Keys that do not apply are missing. */
export type Answers = {
  readonly name: string
  readonly framework: string
  /** The `--template` folder as it was typed. */
  readonly template?: string
  readonly packageManager: string
  readonly ci: string
  readonly language: string
  /** Absolute. */
  readonly targetDir?: string
}

/** What an upgrade must know about a project: in its package.json, under `create-o2switch-rust`. */
export type Stamp = {
  readonly version: string
  /** Hexadecimal SHA-256 of the template's files. */
  readonly templates: string
  readonly answers: Answers
}

export function stampOf(options: Options, template: readonly TemplateFile[], version: string): Stamp {
  return { version, templates: digestOf(template), answers: answersOf(options) }
}

export function answersOf({ name, framework, template, packageManager, ci, language, targetDir }: Options): Answers {
  return {
    name,
    framework: framework.name,
    ...(template === undefined ? {} : { template }),
    packageManager: packageManager.name,
    ci,
    language,
    ...(targetDir === undefined ? {} : { targetDir }),
  }
}

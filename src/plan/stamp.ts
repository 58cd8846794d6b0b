import { digestOf } from '../template/checksums.ts'
import type { TemplateFile } from '../template/template-file.ts'
import type { Options } from './options.ts'

/** Every answer that shaped the project's files, as package.json records it. What does not apply is not there. */
export type Answers = {
  readonly name: string
  readonly framework: string
  /** The framework's folder as it was typed, if it is the person's own. */
  readonly template?: string
  readonly packageManager: string
  readonly ci: string
  readonly language: string
  /** Absolute. */
  readonly targetDir?: string
}

/** What a later version must know of a project to carry it on: in its package.json, under `create-o2switch-rust`. */
export type Stamp = {
  readonly version: string
  /** SHA-256 of the template's files, as hexadecimal digits. */
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

import Handlebars from 'handlebars'
import { inEnglish, type Localized } from '../text/localized.ts'

/** A template that no project can be made of: our bug, or the person's if the template is. */
export class TemplateError extends Error {
  readonly reason: Localized

  constructor(reason: Localized, options?: ErrorOptions) {
    super(inEnglish(reason), options)
    this.reason = reason
  }
}

/** What a `*.hbs` file may ask for. */
export type Values = {
  readonly projectName: string
  readonly npmName: string
  readonly crateName: string
  readonly framework: { readonly name: string; readonly title: string; readonly docs: string }
  readonly packageManager: { readonly name: string; readonly run: string; readonly overrides: string }
  /** Quoted for TOML. */
  readonly targetDir: string
  readonly toolVersion: string
  /** JSON, indented for package.json. */
  readonly stamp: string
  /** The command that creates the project again. */
  readonly recreate: string
}

/** For Handlebars; the build compiles our templates with the same. */
export const compileOptions = { strict: true, noEscape: true } as const

/** Renders one template file. A value that does not exist is an error: a hole in a file would show much later. */
export function render(source: string, values: Values, path: string): string {
  try {
    return Handlebars.compile(source, compileOptions)(values)
  } catch (error) {
    throw new TemplateError((t) => t.template.unrendered(path, String(error)), { cause: error })
  }
}

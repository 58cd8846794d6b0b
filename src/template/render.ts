import Handlebars from 'handlebars'
import { inEnglish, type Localized } from '../text/localized.ts'

/** A template that cannot be rendered: our bug, or the user's if it is their template. */
export class TemplateError extends Error {
  readonly reason: Localized

  constructor(reason: Localized, options?: ErrorOptions) {
    super(inEnglish(reason), options)
    this.reason = reason
  }
}

/** The values that a `*.hbs` file can use. */
export type Values = {
  readonly projectName: string
  readonly npmName: string
  readonly crateName: string
  /** What Rust code calls the crate: its name with `_` for `-`. */
  readonly libraryName: string
  readonly framework: {
    readonly name: string
    readonly title: string
    readonly docs: string
    readonly answers: string
    /** The oldest version of Rust. */
    readonly rust: string
  }
  readonly packageManager: { readonly name: string; readonly run: string; readonly overrides: string }
  /** Quoted for TOML. */
  readonly targetDir: string
  readonly toolVersion: string
  /** JSON, indented for package.json. */
  readonly stamp: string
  /** The command that recreates the project. */
  readonly recreate: string
}

/** Options for Handlebars, here and in the build, which precompiles our templates. */
export const compileOptions = { strict: true, noEscape: true } as const

/** Renders a template file. An unknown value is an error: a gap in a file would be noticed much later. */
export function render(source: string, values: Values, path: string): string {
  try {
    return Handlebars.compile(source, compileOptions)(values)
  } catch (error) {
    throw new TemplateError((t) => t.template.unrendered(path, String(error)), { cause: error })
  }
}

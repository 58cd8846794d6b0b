import { UsageError } from '../errors/errors.ts'
import { closestMatch } from '../text/did-you-mean.ts'
import type { Language } from './language.ts'

/** A folder in `templates/frameworks`, or the user's `--template` folder, as described by its framework.json. */
export type Framework = {
  readonly name: string
  /** Absolute. */
  readonly folder: string
  readonly title: string
  /** One line that helps to choose. */
  readonly hint: Readonly<Record<Language, string>>
  readonly docs: string
  /** The function in `src/app.rs` that says what answers where. */
  readonly answers: string
  /** The folder in `templates/servers` that its host crate builds on, if any. */
  readonly server: string | undefined
  /** The oldest Rust that its crates need. The project's manifest does not have it: that would hold crates back. */
  readonly minimumRust: string
  /** The crates in its Cargo.lock that are not the project's own, whose names a project cannot have. */
  readonly crates: readonly string[]
}

/** The framework with that name. Throws a UsageError that suggests the closest one. */
export function findFramework(name: string, frameworks: readonly Framework[]): Framework {
  const found = frameworks.find((framework) => framework.name === name)
  if (found) return found
  const names = frameworks.map((framework) => framework.name)
  throw new UsageError((t) => t.questions.unknownFramework(name, closestMatch(name, names), names))
}

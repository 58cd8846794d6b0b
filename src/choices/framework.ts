import { UsageError } from '../errors/errors.ts'
import { closestMatch } from '../text/did-you-mean.ts'
import type { Language } from './language.ts'

/** A folder of `templates/frameworks`, or one of the person's own, as its framework.json describes it. */
export type Framework = {
  readonly name: string
  /** Absolute. */
  readonly folder: string
  readonly title: string
  /** One line of guidance for whoever has to choose. */
  readonly hint: Readonly<Record<Language, string>>
  readonly docs: string
  /** The oldest Rust that compiles it, if its Cargo.toml names one. */
  readonly minimumRust: string | undefined
  /** The crates in its Cargo.lock: no project can have the name of one. */
  readonly crates: readonly string[]
}

/** The framework of that name, or the refusal that says which word was probably meant. */
export function findFramework(name: string, frameworks: readonly Framework[]): Framework {
  const found = frameworks.find((framework) => framework.name === name)
  if (found) return found
  const names = frameworks.map((framework) => framework.name)
  throw new UsageError((t) => t.questions.unknownFramework(name, closestMatch(name, names), names))
}

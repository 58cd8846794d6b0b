import type { Framework } from '../choices/framework.ts'
import type { Language } from '../choices/language.ts'
import { UsageError } from '../errors/errors.ts'
import type { Answers } from '../prompts/question.ts'
import type { Localized } from '../text/localized.ts'
import { type Flags, optionTable, type ProjectQuestion } from './options.ts'

/** The questions that the flags do not answer. */
export function openQuestions(flags: Flags, frameworks: readonly Framework[], language: Language): ProjectQuestion[] {
  return optionTable
    .filter(({ name }) => flags[name] === undefined && !(name === 'framework' && flags.template !== undefined))
    .flatMap(({ question }) => question?.(frameworks, language) ?? [])
}

export function defaultAnswers(questions: readonly ProjectQuestion[]): Answers {
  return Object.fromEntries(questions.map(({ name, defaultAnswer }) => [name, defaultAnswer]))
}

/** The error for questions that are open when nobody can be asked. */
export function missingAnswers(questions: readonly ProjectQuestion[], reasonNotInteractive: Localized): UsageError {
  return new UsageError((t) =>
    t.missing.answers(
      questions.map(({ name }) => t.missing[name]),
      reasonNotInteractive(t),
      questions.map(({ example }) => example).join(' '),
    ),
  )
}

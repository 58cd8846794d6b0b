import type { Framework } from '../choices/framework.ts'
import type { Language } from '../choices/language.ts'
import { UsageError } from '../errors/errors.ts'
import type { Localized } from '../text/localized.ts'
import { type Flags, optionTable } from './options.ts'
import type { Answers, Question } from './question.ts'

/** The questions that the flags leave open. */
export function openQuestions(flags: Flags, frameworks: readonly Framework[], language: Language): Question[] {
  return optionTable
    .filter(({ name }) => flags[name] === undefined && !(name === 'framework' && flags.template !== undefined))
    .flatMap(({ question }) => question?.(frameworks, language) ?? [])
}

export function defaultAnswers(questions: readonly Question[]): Answers {
  return Object.fromEntries(questions.map(({ name, defaultAnswer }) => [name, defaultAnswer]))
}

/** The refusal to guess when something is missing and nobody is there to answer. */
export function missingAnswers(questions: readonly Question[], reasonNotInteractive: Localized): UsageError {
  return new UsageError((t) =>
    t.missing.answers(
      questions.map(({ name }) => t.missing[name]),
      reasonNotInteractive(t),
      questions.map(({ example }) => example).join(' '),
    ),
  )
}

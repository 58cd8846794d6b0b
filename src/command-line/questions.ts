import { UsageError } from '../errors/errors.ts'
import type { Framework } from '../choices/framework.ts'
import type { Language } from '../choices/language.ts'
import { type Flags, optionTable } from './options.ts'
import type { Phrase } from '../text/localized.ts'
import type { Answers, Question } from './question.ts'

/** The questions that the flags leave open. */
export function openQuestions(flags: Flags, frameworks: readonly Framework[], language: Language): Question[] {
  return optionTable
    .filter(({ name }) => flags[name] === undefined && !(name === 'framework' && flags.template !== undefined))
    .flatMap(({ question }) => question?.(frameworks, language) ?? [])
}

export function defaultAnswers(questions: readonly Question[]): Answers {
  return Object.fromEntries(questions.map(({ name, byDefault }) => [name, byDefault]))
}

/** The refusal to guess when something is missing and nobody is there to answer. */
export function missingAnswers(questions: readonly Question[], whyNobodyAnswers: Phrase): UsageError {
  return new UsageError((say) =>
    say.missing.answers(
      questions.map(({ name }) => say.missing[name]),
      whyNobodyAnswers(say),
      questions.map(({ example }) => example).join(' '),
    ),
  )
}

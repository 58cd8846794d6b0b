import { expect, test } from 'vitest'
import { flags, framework } from '../../harness/tool/options.ts'
import { findFramework } from '../../src/choices/framework.ts'
import type { Flags } from '../../src/command-line/options.ts'
import { defaultAnswers, missingAnswers, openQuestions } from '../../src/command-line/questions.ts'
import { UsageError } from '../../src/errors/errors.ts'
import { en } from '../../src/messages/en.ts'

const frameworks = ['plain', 'fancy'].map((name) => ({
  ...framework,
  name,
  title: name.toUpperCase(),
  hint: { en: `a ${name} one`, fr: `une ${name}` },
}))

test('questions that the flags do not answer are asked, in the order of the option table', () => {
  const names = (flags: Flags) => openQuestions(flags, frameworks, 'en').map(({ name }) => name)
  expect(names(flags)).toEqual(['directory', 'framework'])
  expect(names({ ...flags, directory: 'x' })).toEqual(['framework'])
  expect(names({ ...flags, framework: 'plain' })).toEqual(['directory'])
  expect(names({ ...flags, directory: 'x', framework: 'plain' })).toEqual([])
  expect(names({ ...flags, directory: 'x', template: './ours' })).toEqual([])
})

test('the choices show their hints, and the first framework is the default', () => {
  const [, question] = openQuestions(flags, frameworks, 'en')
  expect(question?.choices?.map(({ name }) => name)).toEqual(['PLAIN: a plain one', 'FANCY: a fancy one'])
  expect(defaultAnswers(openQuestions(flags, frameworks, 'en'))).toEqual({ directory: 'my-api', framework: 'plain' })
})

test('one error lists all missing answers and what to type', () => {
  const error = missingAnswers(openQuestions(flags, frameworks, 'en'), () => 'Nobody is here.')
  expect(error).toBeInstanceOf(UsageError)
  expect(error.message).toBe("Missing: the project's folder and the framework. Nobody is here.")
  expect(error.describe(en).hint).toContain('my-api --framework plain|fancy')
})

test('a framework is found only by its exact name', () => {
  expect(findFramework('fancy', frameworks).title).toBe('FANCY')
  expect(() => findFramework('Fancy', frameworks)).toThrow(UsageError)
  expect(() => findFramework('fancyy', frameworks)).toThrow(
    expect.objectContaining({ message: 'Unknown framework "fancyy".' }),
  )
})

import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Framework } from '../../src/core/framework.ts'
import {
  checkDirectory,
  defaultAnswers,
  type Flags,
  findFramework,
  missingAnswers,
  openQuestions,
} from '../../src/core/options.ts'

const frameworks: Framework[] = ['plain', 'fancy'].map((name, order) => ({
  name,
  title: name.toUpperCase(),
  hint: `a ${name} one`,
  docs: '',
  order,
  crates: [],
}))
const flags: Flags = { yes: false, install: true, build: true, git: true, verbose: false }

test('what the flags leave open is asked, in the order of the table', () => {
  const names = (flags: Flags) => openQuestions(flags, frameworks).map(({ name }) => name)
  expect(names(flags)).toEqual(['directory', 'framework'])
  expect(names({ ...flags, directory: 'x' })).toEqual(['framework'])
  expect(names({ ...flags, framework: 'plain' })).toEqual(['directory'])
  expect(names({ ...flags, directory: 'x', framework: 'plain' })).toEqual([])
})

test('the choices carry their guidance, the first framework is the default', () => {
  const [, question] = openQuestions(flags, frameworks)
  expect(question?.choices?.map(({ name }) => name)).toEqual(['PLAIN: a plain one', 'FANCY: a fancy one'])
  expect(defaultAnswers(openQuestions(flags, frameworks))).toEqual({ directory: 'my-api', framework: 'plain' })
})

test('what is missing is said at once, with what to type', () => {
  const error = missingAnswers(openQuestions(flags, frameworks), 'Nobody is here.')
  expect(error).toBeInstanceOf(UsageError)
  expect(error.message).toBe("Missing: the project's folder and the framework. Nobody is here.")
  expect(error.hint).toContain('my-api --framework plain|fancy')
})

test('a framework is found by its exact name; a near miss gets the right word', () => {
  expect(findFramework('fancy', frameworks).title).toBe('FANCY')
  expect(() => findFramework('Fancy', frameworks)).toThrow(UsageError)
  expect(() => findFramework('fancyy', frameworks)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('Did you mean fancy?') }),
  )
})

test.each(['', '  ', ' a', 'a ', 'a\nb', 'a\u0000b', '\u007f'])('%j cannot be a folder', (directory) => {
  expect(() => checkDirectory(directory)).toThrow(UsageError)
})

test.each(['.', '..', 'a b', "it's", '$(x)', 'été', '/a/b', 'C:\\x'])('%s can be a folder', (directory) => {
  expect(checkDirectory(directory)).toBe(directory)
})

import { expect, test } from 'vitest'
import { BuildError, Cancelled, EnvironmentError, exitCode, UsageError } from '../../src/errors/errors.ts'

const told = () => ({ message: 'x', hint: 'y' })

test.each([
  [new Error('x'), 1],
  ['not even an error', 1],
  [undefined, 1],
  [new UsageError(told), 2],
  [new EnvironmentError(told), 3],
  [new BuildError(told, []), 4],
  [new Cancelled('SIGHUP', told), 129],
  [new Cancelled('SIGINT'), 130],
  [new Cancelled('SIGQUIT'), 131],
  [new Cancelled('SIGTERM'), 143],
])('%o exits with %i', (error, code) => {
  expect(exitCode(error)).toBe(code)
})

test('the original error is kept', () => {
  const cause = new Error('the disk')
  expect(new UsageError(told, { cause }).cause).toBe(cause)
})

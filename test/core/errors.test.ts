import { expect, test } from 'vitest'
import { BuildError, Cancelled, EnvironmentError, exitCode, UsageError } from '../../src/core/errors.ts'

test.each([
  [new Error('x'), 1],
  ['not even an error', 1],
  [undefined, 1],
  [new UsageError('x', 'y'), 2],
  [new EnvironmentError('x', 'y'), 3],
  [new BuildError('x', 'y', []), 4],
  [new Cancelled('SIGHUP', 'y'), 129],
  [new Cancelled('SIGINT', 'y'), 130],
  [new Cancelled('SIGQUIT', 'y'), 131],
  [new Cancelled('SIGTERM', 'y'), 143],
])('%o exits with %i', (error, code) => {
  expect(exitCode(error)).toBe(code)
})

test('the original error is kept', () => {
  const cause = new Error('the disk')
  expect(new UsageError('x', 'y', { cause }).cause).toBe(cause)
})

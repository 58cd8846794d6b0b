import { expect, test } from 'vitest'
import { BuildError, Cancelled, EnvironmentError, exitCode, UsageError } from '../../src/errors/errors.ts'

const describe = () => ({ message: 'x', hint: 'y' })

test.each([
  [new Error('x'), 1],
  ['not even an error', 1],
  [undefined, 1],
  [new UsageError(describe), 2],
  [new EnvironmentError(describe), 3],
  [new BuildError(describe, []), 4],
  [new Cancelled('SIGHUP', describe), 129],
  [new Cancelled('SIGINT'), 130],
  [new Cancelled('SIGQUIT'), 131],
  [new Cancelled('SIGTERM'), 143],
])('the exit code for %o is %i', (error, code) => {
  expect(exitCode(error)).toBe(code)
})

test('an error keeps its cause', () => {
  const cause = new Error('the disk')
  expect(new UsageError(describe, { cause }).cause).toBe(cause)
})

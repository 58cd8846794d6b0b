import { expect, test } from 'vitest'
import { checkDirectory } from '../../src/destination/check-directory.ts'
import { UsageError } from '../../src/errors/errors.ts'

test.each(['', '  ', ' a', 'a ', 'a\nb', 'a\u0000b', '\u007f'])('the folder name %j is rejected', (directory) => {
  expect(() => checkDirectory(directory)).toThrow(UsageError)
})

test.each(['.', '..', 'a b', "it's", '$(x)', 'été', '/a/b', 'C:\\x'])('the folder name %s is accepted', (directory) => {
  expect(checkDirectory(directory)).toBe(directory)
})

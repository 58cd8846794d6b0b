import { expect, test } from 'vitest'
import { checkDirectory } from '../../src/destination/check-directory.ts'
import { UsageError } from '../../src/errors/errors.ts'

test.each(['', '  ', ' a', 'a ', 'a\nb', 'a\u0000b', '\u007f'])('%j cannot be a folder', (directory) => {
  expect(() => checkDirectory(directory)).toThrow(UsageError)
})

test.each(['.', '..', 'a b', "it's", '$(x)', 'été', '/a/b', 'C:\\x'])('%s can be a folder', (directory) => {
  expect(checkDirectory(directory)).toBe(directory)
})

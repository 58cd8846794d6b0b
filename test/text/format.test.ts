import { expect, test } from 'vitest'
import { en } from '../../src/messages/en.ts'
import { formatDuration, formatSize } from '../../src/text/format.ts'
import { isOlder } from '../../src/text/version.ts'

test.each([
  [0, '0 ms'],
  [949.6, '950 ms'],
  [1000, '1.0 s'],
  [3240, '3.2 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 0 s'],
  [65_400, '1 min 5 s'],
  [119_700, '2 min 0 s'],
])('%d ms is formatted as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds, en)).toBe(text)
})

test.each([
  [7, '7 bytes'],
  [999, '999 bytes'],
  [4600, '5 kB'],
  [999_499, '999 kB'],
  [999_600, '1.0 MB'],
  [1_320_000, '1.3 MB'],
])('%d bytes are formatted as %s', (bytes, text) => {
  expect(formatSize(bytes, en)).toBe(text)
})

test.each([
  ['1.87.0', '1.88', true],
  ['1.88.0', '1.88', false],
  ['1.9.0', '1.88', true],
  ['1.100.0', '1.88', false],
  ['2.0.0', '1.88', false],
  ['1.88.0', '1.88.1', true],
])('version %s is older than %s: %s', (a, b, older) => {
  expect(isOlder(a, b)).toBe(older)
})

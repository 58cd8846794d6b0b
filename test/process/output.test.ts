import { expect, test } from 'vitest'
import { en } from '../../src/messages/en.ts'
import { hintFor, tail } from '../../src/process/output.ts'

test('the tail of the output has no stack frames and no empty lines at the end', () => {
  const stack = ['    at build (file:///x/cli.js:1:2)', '    at async main (node:internal/x:3:4)']
  expect(tail(['first', 'error[E0308]', ' --> src/app.rs:1:2', '', 'Error: cargo failed', ...stack, '', ' '])).toEqual([
    'first',
    'error[E0308]',
    ' --> src/app.rs:1:2',
    '',
    'Error: cargo failed',
  ])
  expect(tail(['1', '2', '3', ''], 2)).toEqual(['2', '3'])
  expect(tail(['', ''])).toEqual([])
})

test('the hint for a missing linker says what to install', () => {
  expect(hintFor(['   Compiling x', 'error: linker `cc` not found'])?.(en)).toMatch(/build-essential.*xcode-select/)
  expect(hintFor(['error[E0308]: mismatched types'])).toBeUndefined()
})

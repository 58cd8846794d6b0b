import { expect, test } from 'vitest'
import { nearest } from '../../src/core/nearest.ts'

const words = ['north', 'south', 'southwest']

test.each([
  ['nort', 'north'],
  ['NORTH', 'north'],
  ['suoth', 'south'],
  ['southwst', 'southwest'],
  ['banana', undefined],
  ['', undefined],
])('%s → %s', (word, meant) => {
  expect(nearest(word, words)).toBe(meant)
})

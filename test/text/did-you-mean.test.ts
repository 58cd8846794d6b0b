import { expect, test } from 'vitest'
import { closestMatch } from '../../src/text/did-you-mean.ts'

const words = ['north', 'south', 'southwest', 'fr', '-V']

test.each([
  ['nort', 'north'],
  ['NORTH', 'north'],
  ['suoth', 'south'],
  ['southwst', 'southwest'],
  ['banana', undefined],
  ['', undefined],
  ['FR', 'fr'],
  ['de', undefined],
  ['-v', '-V'],
  ['-x', undefined],
])('the closest match for "%s" is %s', (word, meant) => {
  expect(closestMatch(word, words)).toBe(meant)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratios, spread } from '../statistics.ts'

test('the median of an odd and of an even number of samples', () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 })
  expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 })
  expect(spread([7])).toEqual({ median: 7, min: 7, max: 7 })
})

test('samples are sorted as numbers, not as text', () => {
  expect(spread([10, 9, 100]).median).toBe(10)
})

test('half of the samples are at most the median, and half at least', () => {
  const samples = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(samples, (numbers) => {
      const { median, min, max } = spread(numbers)
      const half = numbers.length / 2
      expect(numbers.filter((number) => number <= median).length).toBeGreaterThanOrEqual(half)
      expect(numbers.filter((number) => number >= median).length).toBeGreaterThanOrEqual(half)
      expect(numbers).toContain(min)
      expect(numbers).toContain(max)
      expect(numbers.every((number) => min <= number && number <= max)).toBe(true)
    }),
  )
})

test('spread rejects an empty list and numbers that are not finite', () => {
  expect(() => spread([])).toThrow(RangeError)
  expect(() => spread([1, Number.NaN])).toThrow(RangeError)
  expect(() => spread([1, Number.POSITIVE_INFINITY])).toThrow(RangeError)
})

test('ratios are taken round by round', () => {
  expect(ratios([10, 30], [5, 10])).toEqual([2, 3])
})

test('a round that is slow for both does not change the median ratio', () => {
  const theirs = [100, 50, 10]
  const ours = theirs.map((sample) => sample * 1.5)
  expect(spread(ratios(ours, theirs))).toEqual({ median: 1.5, min: 1.5, max: 1.5 })
})

test('ratios rejects lists of different lengths and a 0 to divide by', () => {
  expect(() => ratios([1, 2], [1])).toThrow(RangeError)
  expect(() => ratios([1], [0])).toThrow(RangeError)
})

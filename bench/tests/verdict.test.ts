import { expect, test } from 'vitest'
import { atLeast, atMost, type Threshold } from '../figure.ts'
import { judge } from '../verdict.ts'

const samples = { axum: [150, 140, 160], Fastify: [100, 100, 100] }

function met(threshold: Threshold) {
  return judge([threshold], samples)[0]?.met
}

test('the median of the ratios decides whether a threshold is met', () => {
  expect(met({ contender: 'axum', against: 'Fastify', limit: atLeast(1.5) })).toBe(true)
  expect(met({ contender: 'axum', against: 'Fastify', limit: atLeast(1.51) })).toBe(false)
  expect(met({ contender: 'axum', against: 'Fastify', limit: atMost(1.5) })).toBe(true)
  expect(met({ contender: 'axum', against: 'Fastify', limit: atMost(1.49) })).toBe(false)
})

test('without `against`, the threshold applies to the value of the contender', () => {
  expect(met({ contender: 'axum', limit: atMost(150) })).toBe(true)
  expect(met({ contender: 'axum', limit: atMost(149) })).toBe(false)
})

test('without a limit, a ratio is reported but not judged', () => {
  const [verdict] = judge([{ contender: 'axum', against: 'Fastify' }], samples)
  expect(verdict?.found).toEqual({ median: 1.5, min: 1.4, max: 1.6 })
  expect(verdict?.met).toBeUndefined()
})

test('a threshold for a contender that was not measured is an error', () => {
  expect(() => judge([{ contender: 'rocket', limit: atMost(1) }], samples)).toThrow('no contender rocket')
  expect(() => judge([{ contender: 'axum', against: 'Express' }], samples)).toThrow('no contender Express')
})

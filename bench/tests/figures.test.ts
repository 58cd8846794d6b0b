import { expect, test } from 'vitest'
import { figures } from '../figures.ts'

test('figures have unique names that can be file names', () => {
  const names = figures.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z0-9-]+$/)
})

test('every figure has a threshold or a comparison', () => {
  for (const { name, thresholds } of figures) expect(thresholds, name).not.toHaveLength(0)
})

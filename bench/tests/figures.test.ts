import { expect, test } from 'vitest'
import { figures } from '../figures.ts'

test('each figure has a name of its own, and one that a file can have', () => {
  const names = figures.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z0-9-]+$/)
})

test('each figure compares or asks something', () => {
  for (const { name, bars } of figures) expect(bars, name).not.toHaveLength(0)
})

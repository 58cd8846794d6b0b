import { expect, test } from 'vitest'
import { rules } from './rules.ts'
import { readSources } from './sources.ts'

const sources = readSources('src', 'test', 'bench', 'harness')
const named = rules.map((rule) => [rule.name, rule] as const)

test.each(named)('%s', (_, { violations }) => {
  expect(violations(sources)).toEqual([])
})

test.each(named)('a planted violation is found: %s', (_, { violations, planted }) => {
  const others = sources.filter(({ path }) => path !== planted.path)
  const found = violations([...others, planted])
  expect(found.filter((violation) => !violations(others).includes(violation))).not.toEqual([])
})

test('no room of src/ has more than 16 files', () => {
  const counts = new Map<string, number>()
  for (const { path } of sources.filter(({ path }) => path.startsWith('src/'))) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  expect([...counts].filter(([, count]) => count > 16)).toEqual([])
})

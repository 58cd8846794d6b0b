import { expect, test } from 'vitest'
import { measure } from '../measure.ts'

function contender(name: string, samples: readonly number[], asked: string[] = []) {
  const left = [...samples]
  return {
    name,
    measure: async () => {
      asked.push(name)
      return left.shift() as number
    },
  }
}

test('contenders take turns', async () => {
  const asked: string[] = []
  const told: string[] = []
  const samples = await measure([contender('a', [1, 2], asked), contender('b', [3, 4], asked)], 2, (name, sample) =>
    told.push(`${name} ${sample}`),
  )
  expect(asked).toEqual(['a', 'b', 'a', 'b'])
  expect(told).toEqual(['a 1', 'b 3', 'a 2', 'b 4'])
  expect(samples).toEqual({ a: [1, 2], b: [3, 4] })
})

test('a contender that fails ends the figure', async () => {
  const broken = { name: 'b', measure: () => Promise.reject(new Error('500')) }
  await expect(measure([contender('a', [1]), broken], 1, () => {})).rejects.toThrow('500')
})

test('a sample that is no number ends the figure', async () => {
  await expect(measure([contender('a', [Number.NaN])], 1, () => {})).rejects.toThrow('a gave no number')
})

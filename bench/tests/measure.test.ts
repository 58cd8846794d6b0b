import { expect, test } from 'vitest'
import { measure } from '../measure.ts'

function contender(name: string, samples: readonly number[], measured: string[] = []) {
  const left = [...samples]
  return {
    name,
    measure: async () => {
      measured.push(name)
      return left.shift() as number
    },
  }
}

test('contenders are measured in turn', async () => {
  const measured: string[] = []
  const reported: string[] = []
  const contenders = [contender('a', [1, 2], measured), contender('b', [3, 4], measured)]
  const samples = await measure(contenders, 2, (name, sample) => reported.push(`${name} ${sample}`))
  expect(measured).toEqual(['a', 'b', 'a', 'b'])
  expect(reported).toEqual(['a 1', 'b 3', 'a 2', 'b 4'])
  expect(samples).toEqual({ a: [1, 2], b: [3, 4] })
})

test('a contender that fails makes the figure fail', async () => {
  const broken = { name: 'b', measure: () => Promise.reject(new Error('500')) }
  await expect(measure([contender('a', [1]), broken], 1, () => {})).rejects.toThrow('500')
})

test('a sample that is not a number makes the figure fail', async () => {
  await expect(measure([contender('a', [Number.NaN])], 1, () => {})).rejects.toThrow('a was measured as NaN')
})

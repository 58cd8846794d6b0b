import { expect, test } from 'vitest'
import { withEnds } from '../with-ends.ts'

test('what was started last ends first', async () => {
  const ended: number[] = []
  const result = await withEnds(async (atEnd) => {
    for (const number of [1, 2]) atEnd(async () => ended.push(number))
    expect(ended).toEqual([])
    return 'done'
  })
  expect(result).toBe('done')
  expect(ended).toEqual([2, 1])
})

test('all is ended when the work fails', async () => {
  const ended: number[] = []
  const work = withEnds(async (atEnd) => {
    atEnd(async () => ended.push(1))
    throw new Error('no figure')
  })
  await expect(work).rejects.toThrow('no figure')
  expect(ended).toEqual([1])
})

test('what cannot be ended keeps nothing else from its end, and is told', async () => {
  const ended: number[] = []
  const work = withEnds(async (atEnd) => {
    atEnd(async () => ended.push(1))
    atEnd(() => Promise.reject(new Error('it stays')))
  })
  await expect(work).rejects.toThrow(AggregateError)
  expect(ended).toEqual([1])
})

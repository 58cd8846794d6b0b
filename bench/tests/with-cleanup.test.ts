import { expect, test } from 'vitest'
import { withCleanup } from '../with-cleanup.ts'

test('cleanups run in reverse order, after everything else', async () => {
  const cleaned: number[] = []
  const result = await withCleanup(async (defer) => {
    for (const number of [1, 2]) defer(async () => cleaned.push(number))
    expect(cleaned).toEqual([])
    return 'done'
  })
  expect(result).toBe('done')
  expect(cleaned).toEqual([2, 1])
})

test('cleanups run after a failure', async () => {
  const cleaned: number[] = []
  const failing = withCleanup(async (defer) => {
    defer(async () => cleaned.push(1))
    throw new Error('no figure')
  })
  await expect(failing).rejects.toThrow('no figure')
  expect(cleaned).toEqual([1])
})

test('a failed cleanup does not prevent the others, and is reported', async () => {
  const cleaned: number[] = []
  const failing = withCleanup(async (defer) => {
    defer(async () => cleaned.push(1))
    defer(() => Promise.reject(new Error('still running')))
  })
  await expect(failing).rejects.toThrow(AggregateError)
  expect(cleaned).toEqual([1])
})

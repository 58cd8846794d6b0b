import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { file } from '../../harness/tool/plan.ts'
import { checksumsPath, digestOf, withChecksums } from '../../src/template/checksums.ts'

const sums = (...files: ReturnType<typeof file>[]) => {
  const [last] = withChecksums([...files, file(checksumsPath, '')]).slice(-1)
  return Buffer.from(last?.content ?? '').toString()
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('one line a file, sorted by path, without its own', () => {
  expect(sums(file('b', 'B'), file('a/c', 'C'))).toBe(`${sha256('C')}  a/c\n${sha256('B')}  b\n`)
})

test('a checkout with other line ends has the same checksums, unless the file is binary', () => {
  expect(sums(file('a', '1\r\n2\r\n'))).toBe(sums(file('a', '1\n2\n')))
  expect(sums(file('a', '1\r2'))).not.toBe(sums(file('a', '12')))
  expect(sums(file('a', '\0\r\n'))).not.toBe(sums(file('a', '\0\n')))
})

test('a project without a toolkit gets no checksums', () => {
  expect(withChecksums([file('a', 'A')])).toEqual([file('a', 'A')])
})

test('the digest depends on every name and every content', () => {
  const digests = [[file('a', 'A')], [file('b', 'A')], [file('a', 'B')], [file('a', 'A'), file('b', '')]].map(digestOf)
  expect(new Set(digests).size).toBe(4)
})

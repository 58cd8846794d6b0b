import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { file } from '../../harness/tool/plan.ts'
import { checksumsPath, digestOf, withChecksums } from '../../src/template/checksums.ts'

const sums = (...files: ReturnType<typeof file>[]) => {
  const [last] = withChecksums([...files, file(checksumsPath, '')]).slice(-1)
  return Buffer.from(last?.content ?? '').toString()
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('the checksums have one line per file, sorted by path, without their own file', () => {
  expect(sums(file('b', 'B'), file('a/c', 'C'))).toBe(`${sha256('C')}  a/c\n${sha256('B')}  b\n`)
})

test('CRLF does not change the checksum of a text file', () => {
  expect(sums(file('a', '1\r\n2\r\n'))).toBe(sums(file('a', '1\n2\n')))
  expect(sums(file('a', '1\r2'))).not.toBe(sums(file('a', '12')))
  expect(sums(file('a', '\0\r\n'))).not.toBe(sums(file('a', '\0\n')))
})

test('no checksums are added if their file is not part of the project', () => {
  expect(withChecksums([file('a', 'A')])).toEqual([file('a', 'A')])
})

test('the digest depends on the path and content of every file', () => {
  const digests = [[file('a', 'A')], [file('b', 'A')], [file('a', 'B')], [file('a', 'A'), file('b', '')]].map(digestOf)
  expect(new Set(digests).size).toBe(4)
})

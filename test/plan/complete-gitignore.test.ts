import { expect, test } from 'vitest'
import { completeGitattributes, completeGitignore } from '../../src/plan/complete-gitignore.ts'

const ours = '/node_modules\n# cargo\n/target\n\n.env\n'

test.each([
  ['', '/node_modules\n/target\n.env\n'],
  ['*.log\n', '*.log\n/node_modules\n/target\n.env\n'],
  ['*.log', '*.log\n/node_modules\n/target\n.env\n'],
  ['# mine\r\n/target\r\n', '# mine\r\n/target\r\n/node_modules\n.env\n'],
  ['/target\n!/target\n', '/target\n!/target\n/node_modules\n/target\n.env\n'],
  ['.env\n/target \n/node_modules', undefined],
  ['!x\n/node_modules\n/target\n.env\n', undefined],
])('the .gitignore %j is completed to %j', (theirs, expected) => {
  const completed = completeGitignore(Buffer.from(theirs), Buffer.from(ours))
  expect(completed && Buffer.from(completed).toString()).toBe(expected)
})

test('a binary .gitignore keeps its bytes, and is complete the second time', () => {
  const theirs = Buffer.from([0xff, 0xfe, 0x2a, 0x00])
  const completed = completeGitignore(theirs, Buffer.from(ours)) ?? new Uint8Array()
  expect(Buffer.from(completed).subarray(0, 4)).toEqual(theirs)
  expect(completeGitignore(completed, Buffer.from(ours))).toBeUndefined()
})

test.each([
  ['', '# ours\n* text=auto eol=lf\n'],
  ['*.png -text\n', '# ours\n* text=auto eol=lf\n*.png -text\n'],
  ['* text=auto\n', '# ours\n* text=auto eol=lf\n* text=auto\n'],
  ['* text=auto eol=lf\r\n*.bat eol=crlf\r\n', undefined],
])('the .gitattributes %j is completed to %j: the last line wins', (theirs, expected) => {
  const completed = completeGitattributes(Buffer.from(theirs), Buffer.from('# ours\n* text=auto eol=lf\n'))
  expect(completed && Buffer.from(completed).toString()).toBe(expected)
})

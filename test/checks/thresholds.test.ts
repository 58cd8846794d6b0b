import { expect, test } from 'vitest'
import type { CheckOutcome } from '../../src/checks/check-result.ts'
import { judgeDiskSpace } from '../../src/checks/disk.ts'
import { judgeNode } from '../../src/checks/node.ts'
import { judgeRust } from '../../src/checks/rust/rustc.ts'
import { en } from '../../src/messages/en.ts'

const textOf = (outcome: CheckOutcome) =>
  outcome.status === 'failed' ? outcome.message(en) : `${outcome.status} ${outcome.detail?.(en) ?? ''}`.trim()

test.each([
  [64e9, false, 'passed 64.0 GB free'],
  [0.9e9, false, 'passed 900.0 MB free; a project with all its builds takes up to 1.0 GB'],
  [199e6, false, 'only 199.0 MB of disk space free; a build needs 200.0 MB'],
  [199e6, true, 'passed 199.0 MB free'],
  [0, true, 'only 0 bytes of disk space free; a build needs 20.0 MB'],
])('%i bytes free, shared target folder: %s → %s', (free, shared, expected) => {
  expect(textOf(judgeDiskSpace(free, shared))).toBe(expected)
})

test.each([
  ['18.20.0', 'failed'],
  ['20.18.3', 'failed'],
  ['20.19.0', 'passed'],
  ['21.7.3', 'failed'],
  ['22.0.0', 'passed'],
  ['24.1.0', 'passed'],
])('Node %s: the check has %s', (version, expected) => {
  expect(judgeNode(version).status).toBe(expected)
})

test('Rust fails the check only if it is too old for all frameworks', () => {
  const old = { title: 'Old', minimumRust: '1.80' }
  const recent = { title: 'Recent', minimumRust: '1.90' }
  const any = { title: 'Any', minimumRust: undefined }
  expect(textOf(judgeRust('1.90.0', [old, recent, any]))).toBe('passed')
  expect(textOf(judgeRust('1.85.0', [old, recent]))).toBe('passed too old for Recent, which needs 1.90')
  expect(textOf(judgeRust('1.79.1', [old, recent]))).toBe('Rust 1.79.1 is too old; the project needs 1.80')
  expect(textOf(judgeRust('1.79.1', [recent]))).toBe('Rust 1.79.1 is too old; the project needs 1.90')
})

import { afterEach, expect, test, vi } from 'vitest'
import { en } from '../../src/messages/en.ts'
import { reasonNotInteractive, runsInCi } from '../../src/prompts/terminal.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

test.each([
  [undefined, false],
  ['', false],
  ['0', false],
  ['false', false],
  ['1', true],
  ['true', true],
  ['woodpecker', true],
])('CI=%s: %s', (value, expected) => {
  vi.stubEnv('CI', value)
  expect(runsInCi()).toBe(expected)
})

test.each([
  [true, true, undefined, undefined],
  [true, true, 'true', /when CI is set/],
  [false, true, undefined, /no terminal/],
  [true, false, undefined, /output goes to a file or a pipe/],
])('input %s, output %s, CI %s: %s', (input, output, ci, why) => {
  vi.stubGlobal('process', { env: { CI: ci }, stdin: { isTTY: input }, stdout: { isTTY: output } })
  if (why) expect(reasonNotInteractive()?.(en)).toMatch(why)
  else expect(reasonNotInteractive()).toBeUndefined()
})

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
])('CI=%s means running in CI: %s', (value, expected) => {
  vi.stubEnv('CI', value)
  expect(runsInCi()).toBe(expected)
})

test.each([
  [true, true, undefined, undefined],
  [true, true, 'true', /when CI is set/],
  [false, true, undefined, /no terminal/],
  [true, false, undefined, /output goes to a file or a pipe/],
])('input a terminal: %s, output a terminal: %s, CI: %s → reason not to ask: %s', (input, output, ci, reason) => {
  vi.stubGlobal('process', { env: { CI: ci }, stdin: { isTTY: input }, stdout: { isTTY: output } })
  if (reason) expect(reasonNotInteractive()?.(en)).toMatch(reason)
  else expect(reasonNotInteractive()).toBeUndefined()
})

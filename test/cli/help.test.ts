import { expect, test } from 'vitest'
import { machine } from './machine.ts'

const wanted = [[['--help']], [['doctor', '--help']]]

test.each(wanted)('%j fits a terminal of 80 columns, with one line for each thing, in both languages', async (args) => {
  const { run } = await machine({}, process.cwd())
  const [english = [], french = []] = await Promise.all(
    ['en', 'fr'].map(async (language) => (await run(...args, '--lang', language)).stdout.split('\n')),
  )
  for (const line of [...english, ...french]) {
    expect(line.length, line).toBeLessThanOrEqual(80)
    expect(line, 'a line that was broken goes on further right').not.toMatch(/^ {8}/)
  }
  expect(french.length).toBe(english.length)
})

test.each(wanted)('%j is all French with --lang fr', async (args) => {
  const { run } = await machine({}, process.cwd())
  const { stdout } = await run(...args, '--lang', 'fr')
  expect(stdout).toMatch(/^Utilisation\u00a0: create-o2switch-rust/)
  expect(stdout).toContain('\nOptions\u00a0:\n')
  expect(stdout).toMatch(/-h, --help +afficher cette aide\n/)
  expect(stdout.replaceAll('--help', '')).not.toMatch(
    /<name>|<folder>|directory|\b(the|of|this|show|display|default|help|usage|commands)\b/i,
  )
})

import { expect, test } from 'vitest'
import { machine } from '../../harness/tool/machine.ts'
import { longFlag } from '../../src/command-line/command-option.ts'
import { optionTable } from '../../src/command-line/options.ts'

const helpFlags = [[['--help']], [['doctor', '--help']]]

test.each(helpFlags)('%j fits into 80 columns, one line per entry, in both languages', async (args) => {
  const { run } = await machine({}, process.cwd())
  const [english = [], french = []] = await Promise.all(
    ['en', 'fr'].map(async (language) => (await run(...args, '--lang', language)).stdout.split('\n')),
  )
  for (const line of [...english, ...french]) {
    expect(line.length, line).toBeLessThanOrEqual(80)
    expect(line, 'a wrapped line is indented further').not.toMatch(/^ {8}/)
  }
  expect(french.length).toBe(english.length)
})

test('the word help is the same as --help, with and without a command', async () => {
  const { run } = await machine({}, process.cwd())
  expect((await run('help')).stdout).toBe((await run('--help')).stdout)
  expect((await run('help', 'doctor')).stdout).toBe((await run('doctor', '--help')).stdout)
  expect((await run('help', '--lang', 'fr')).stdout).toContain('Utilisation')
})

test('the help lists exactly the options of the table', async () => {
  const { run } = await machine({}, process.cwd())
  const help = (await run('--help', '--lang', 'en')).stdout
  const shown = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag]) => flag)
  const table = optionTable.map(({ flag }) => longFlag(flag)).filter((flag) => flag.startsWith('--'))
  expect(shown.sort()).toEqual([...table, '--help', '--version'].sort())
})

test('no long option is so short that npm would read it as its own short options', () => {
  for (const { flag } of optionTable) expect(longFlag(flag)).toMatch(/^--([a-z-]{3,}|ci)$|^\[/) // there is no npm -i
})

test.each(helpFlags)('%j is entirely French with --lang fr', async (args) => {
  const { run } = await machine({}, process.cwd())
  const { stdout } = await run(...args, '--lang', 'fr')
  expect(stdout).toMatch(/^Utilisation\u00a0: create-o2switch-rust/)
  expect(stdout).toContain('\nOptions\u00a0:\n')
  expect(stdout).toMatch(/-h, --help +afficher cette aide\n/)
  expect(stdout.replaceAll('--help', '')).not.toMatch(
    /<name>|<folder>|directory|\b(the|of|this|show|display|default|help|usage|commands)\b/i,
  )
})

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openTerminal } from '../../harness/terminal.ts'
import { goodPrograms, machine } from '../../harness/tool/machine.ts'

const escapeSequence = '\u001b['
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const colour = /\u001b\[(3[0-7]|9[0-7]|1)m/

test('an error is coloured on a terminal, but not with NO_COLOR', async () => {
  const coloured = openTerminal(await machine(), ['x', '-f', 'zzz'])
  expect(await coloured.exitCode).toBe(2)
  expect(coloured.raw()).toMatch(colour)

  const plain = openTerminal(await machine(), ['x', '-f', 'zzz'], { NO_COLOR: '1' })
  expect(await plain.exitCode).toBe(2)
  expect(plain.raw()).not.toMatch(colour)
  expect(plain.text()).toContain('✖ Unknown framework "zzz"')
})

test('NO_COLOR applies to steps and questions too', async () => {
  const { exitCode, raw, text, sees, press } = openTerminal(await machine(), ['x'], { NO_COLOR: '1' })
  await sees('Which framework?')
  press('\r')
  expect(await exitCode).toBe(0)
  expect(text()).toContain('✔ npm run build: done in')
  expect(raw()).not.toMatch(colour)
})

test('prints no escape sequences without a terminal', async () => {
  const { run } = await machine()
  const { stdout, stderr } = await run('x', '-f', 'plain')
  expect(stdout + stderr).not.toContain(escapeSequence)
})

test('prints plain lines on a dumb terminal', async () => {
  const { exitCode, raw } = openTerminal(await machine(), ['x', '-f', 'plain'], { TERM: 'dumb' })
  expect(await exitCode).toBe(0)
  expect(raw()).toMatch(/npm install… done in/)
  expect(raw()).not.toContain(escapeSequence)
})

test('--verbose shows the output of npm and cargo on stderr; stdout has only the report', async () => {
  const { run } = await machine()
  const quiet = await run('quiet', '-f', 'plain')
  expect(quiet.stderr).not.toContain('was here')

  const { exitCode, stdout, stderr } = await run('loud', '-f', 'plain', '--verbose')
  expect(exitCode).toBe(0)
  expect(stderr).toContain('npm was here: install --include=dev --no-workspaces --no-audit --no-fund --loglevel=notice')
  expect(stderr).toContain('cargo was here')
  expect(stdout).toMatch(/^\nYour API is in loud/)
  expect(stdout).not.toContain('was here')
})

test('--verbose does not repeat the output of a failed step', async () => {
  const npm =
    '# Stands for an npm that cannot install.\n[ "$1" = --version ] && echo 11.0.0 && exit\necho "no space" >&2; exit 1'
  const { run } = await machine({ ...goodPrograms, npm })
  const { exitCode, stderr } = await run('x', '-f', 'plain', '--verbose')
  expect(exitCode).toBe(4)
  expect(stderr.match(/no space/g)).toHaveLength(1)
})

test('npm and cargo do not read from the terminal', async () => {
  const npm =
    '# Stands for an npm that asks a question.\n[ "$1" = --version ] && echo 11.0.0 && exit\nread answer || echo "nobody answers"; echo 1234567 > app.node'
  const here = await machine({ ...goodPrograms, npm })
  const { exitCode, text } = openTerminal(here, ['x', '-f', 'plain', '--verbose'])
  expect(await exitCode).toBe(0)
  expect(text()).toContain('nobody answers')
})

test('the README has the current help', async () => {
  const { run } = await machine({}, process.cwd())
  const readme = await readFile('README.md', 'utf8')
  expect(/^## Usage\n\n```\n(.*?)```\n/ms.exec(readme)?.[1]).toBe((await run('--help')).stdout)
})

test('help and version go to stdout and exit 0', async () => {
  const { run } = await machine({})
  const help = await run('--help')
  expect(help.exitCode).toBe(0)
  expect(help.stderr).toBe('')
  for (const word of [
    '[directory]',
    '--framework',
    'plain, fancy',
    'my-api -f plain ',
    '--yes',
    '--no-install',
    '--no-build',
    '--no-git',
  ])
    expect(help.stdout).toContain(word)

  const version = await run('--version')
  expect(version.exitCode).toBe(0)
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?\n$/)
})

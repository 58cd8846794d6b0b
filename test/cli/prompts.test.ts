import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { outputFile, pathExists } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from './folder.ts'
import { goodPrograms, isAlive, machine, npm, pidsIn } from './machine.ts'
import { keys, openTerminal } from './terminal.ts'

const folderQuestion = 'Which folder for the project?'
const frameworkQuestion = 'Which framework?'

test('a person types a folder, moves down to a framework, and gets a project', async () => {
  const here = await machine()
  const { sees, press, exitCode, text } = openTerminal(here, [])
  await sees(folderQuestion)
  press(`shop${keys.enter}`)
  await sees(frameworkQuestion)
  await sees('Plain: the one to start with')
  await sees('Fancy: for later')
  press(keys.down)
  await sees('❯ Fancy')
  press(keys.enter)
  await sees('Your API is in shop: Fancy')

  expect(await exitCode).toBe(0)
  expect(text()).toMatch(/✔ npm install: done in/)
  expect(await readFile(join(here.cwd, 'shop/src/app.rs'), 'utf8')).toBe('// fancy\n')
})

test('Enter takes the defaults', async () => {
  const here = await machine()
  const { sees, press, exitCode } = openTerminal(here, [])
  await sees(`${folderQuestion} (my-api)`)
  press(keys.enter)
  await sees(frameworkQuestion)
  press(keys.enter)
  expect(await exitCode).toBe(0)
  expect(await readFile(join(here.cwd, 'my-api/src/app.rs'), 'utf8')).toBe('// plain\n')
})

test('an answer that will not do is refused on the spot, with the reason', async () => {
  const here = await machine()
  await outputFile(join(here.cwd, 'taken/notes.txt'), 'mine')
  const { sees, press, exitCode } = openTerminal(here, ['-f', 'plain'])
  await sees(folderQuestion)
  press(`taken${keys.enter}`)
  await sees('is not empty')
  press(`${keys.clearLine}tokio${keys.enter}`)
  await sees('a crate that the project needs')
  press(`${keys.clearLine}free${keys.enter}`)
  expect(await exitCode).toBe(0)
  expect(await pathExists(join(here.cwd, 'free/Cargo.toml'))).toBe(true)
})

test('what the flags say is not asked', async () => {
  const here = await machine()
  const { sees, press, exitCode, text } = openTerminal(here, ['shop'])
  await sees(frameworkQuestion)
  press(keys.enter)
  expect(await exitCode).toBe(0)
  expect(text()).not.toContain(folderQuestion)
})

test('nothing is asked when all is given, or with --yes', async () => {
  for (const args of [['shop', '-f', 'fancy'], ['--yes']]) {
    const { exitCode, text } = openTerminal(await machine(), args)
    expect(await exitCode).toBe(0)
    expect(text()).not.toContain('Which')
  }
})

test('a wrong flag is refused before the first question', async () => {
  const { exitCode, text } = openTerminal(await machine(), ['-f', 'nothing-like-it'])
  expect(await exitCode).toBe(2)
  expect(text()).not.toContain('Which')
})

test('nobody is asked in CI, even when it has a terminal', async () => {
  const { exitCode, text } = openTerminal(await machine(), [], { CI: 'true' })
  expect(await exitCode).toBe(2)
  expect(text()).toContain('Missing:')
  expect(text()).not.toContain('Which')
})

test.each([
  ['the first question', []],
  ['the last question', ['shop']],
])('Ctrl-C at %s: one quiet line, nothing written, 130', async (_, args) => {
  const here = await machine()
  const { sees, press, exitCode, text } = openTerminal(here, args)
  await sees('Which f')
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
  expect(text()).toContain('Cancelled. Nothing was written.')
  expect(text()).not.toMatch(/Error|\bat /)
  expect(await filesIn(here.cwd)).toEqual([])
})

test('Ctrl-D at a question ends like Ctrl-C', async () => {
  const here = await machine()
  const { sees, press, exitCode, text } = openTerminal(here, [])
  await sees(folderQuestion)
  press(keys.ctrlD)
  expect(await exitCode).toBe(130)
  expect(text()).toContain('Cancelled. Nothing was written.')
})

test.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
])('%s at a question: %i', async (signal, code) => {
  const { sees, kill, exitCode, text } = openTerminal(await machine(), [])
  await sees(folderQuestion)
  kill(signal)
  expect(await exitCode).toBe(code)
  expect(text()).toContain('Cancelled. Nothing was written.')
})

test('Ctrl-C during the build ends what it started, and says where the files are', async () => {
  const endlessBuild = `${npm}
case "$*" in run*)
  echo $$ >> "$HOME/pids"
  sh -c 'echo $$ >> "$HOME/pids"; while :; do sleep 1; done' ;;
esac`
  const here = await machine({ ...goodPrograms, npm: endlessBuild })
  const { press, exitCode, text } = openTerminal(here, ['shop', '-f', 'plain'])
  const pids = await pidsIn(join(here.env.HOME ?? '', 'pids'), 2)
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
  expect(text()).toMatch(/npm run build: stopped/)
  expect(text()).toContain('in shop; to go on: cd shop && npm run build')
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
})

test('a second Ctrl-C does not wait for whoever will not end', async () => {
  const deaf = `# Stands for an npm that does not listen to signals.
[ "$1" = --version ] && exit
trap '' TERM INT
echo $$ > "$HOME/pids"
while :; do sleep 1; done`
  const here = await machine({ ...goodPrograms, npm: deaf })
  const { press, sees, exitCode } = openTerminal(here, ['shop', '-f', 'plain'])
  const [pid = 0] = await pidsIn(join(here.env.HOME ?? '', 'pids'), 1)
  await sees('npm install')
  press(keys.ctrlC)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await isAlive(pid)).toBe(true)
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
  expect(await isAlive(pid)).toBe(false)
})

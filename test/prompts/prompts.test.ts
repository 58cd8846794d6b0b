import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { outputFile, pathExists } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { keys, openTerminal } from '../../harness/terminal.ts'
import { machine } from '../../harness/tool/machine.ts'

const folderQuestion = 'Which folder for the project?'
const frameworkQuestion = 'Which framework?'

test('typing a folder and choosing a framework creates a project', async () => {
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

test('Enter accepts the defaults', async () => {
  const here = await machine()
  const { sees, press, exitCode } = openTerminal(here, [])
  await sees(`${folderQuestion} (my-api)`)
  press(keys.enter)
  await sees(frameworkQuestion)
  press(keys.enter)
  expect(await exitCode).toBe(0)
  expect(await readFile(join(here.cwd, 'my-api/src/app.rs'), 'utf8')).toBe('// plain\n')
})

test('an invalid answer is rejected immediately, with the reason', async () => {
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

test('while typing, an invalid name is rejected and a changed name is shown', async () => {
  const { sees, press, exitCode } = openTerminal(await machine(), ['-f', 'plain'])
  await sees(folderQuestion)
  press('self')
  await sees('"self" is a Rust keyword')
  press('ish')
  await sees('selfish')
  press(`${keys.clearLine}Ma Boutique`)
  await sees('The project is named ma-boutique')
  press(keys.enter)
  await sees('Your API is in Ma Boutique')
  expect(await exitCode).toBe(0)
})

test('Tab inserts the default for editing', async () => {
  const here = await machine()
  const { sees, press, exitCode } = openTerminal(here, ['-f', 'plain'])
  await sees(folderQuestion)
  press('\t')
  await sees('? my-api')
  press(`-2${keys.enter}`)
  expect(await exitCode).toBe(0)
  expect(await filesIn(here.cwd)).toContain('my-api-2/Cargo.toml')
})

test('spaces around an answer are ignored', async () => {
  const here = await machine()
  const { sees, press, exitCode } = openTerminal(here, ['-f', 'plain'])
  await sees(folderQuestion)
  press(` shop ${keys.enter}`)
  expect(await exitCode).toBe(0)
  expect(await filesIn(here.cwd)).toContain('shop/Cargo.toml')
})

test('CI=false is not CI: the spinner is shown', async () => {
  const { exitCode, raw } = openTerminal(await machine(), ['shop', '-f', 'plain'], { CI: 'false' })
  expect(await exitCode).toBe(0)
  expect(raw()).toContain('\u001b[?25l') // hides the cursor while it spins
})

test('a question that the flags answer is not asked', async () => {
  const here = await machine()
  const { sees, press, exitCode, text } = openTerminal(here, ['shop'])
  await sees(frameworkQuestion)
  press(keys.enter)
  expect(await exitCode).toBe(0)
  expect(text()).not.toContain(folderQuestion)
})

test('nothing is asked when everything is given, or with --yes', async () => {
  for (const args of [['shop', '-f', 'fancy'], ['--yes']]) {
    const { exitCode, text } = openTerminal(await machine(), args)
    expect(await exitCode).toBe(0)
    expect(text()).not.toContain('Which')
  }
})

test('a wrong flag is rejected before the first question', async () => {
  const { exitCode, text } = openTerminal(await machine(), ['-f', 'nothing-like-it'])
  expect(await exitCode).toBe(2)
  expect(text()).not.toContain('Which')
})

test('nothing is asked in CI, even with a terminal', async () => {
  const { exitCode, text } = openTerminal(await machine(), [], { CI: 'true' })
  expect(await exitCode).toBe(2)
  expect(text()).toContain('No questions are asked when CI is set.')
  expect(text()).not.toContain('Which')
})

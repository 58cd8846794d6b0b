import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copy } from 'fs-extra/esm'
import { beforeAll, expect, test } from 'vitest'
import { plant, treeOf } from '../support/tree.ts'
import { machine, runTool } from './machine.ts'

let template: string

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'create-o2switch-rust-test-'))
  const [framework = ''] = await readdir('templates/frameworks')
  await copy(join('templates/frameworks', framework), template)
  await mkdir(join(template, 'many'))
  for (let number = 0; number < 1000; number++) await writeFile(join(template, 'many', String(number)), 'x')
  return () => rm(template, { recursive: true })
})

/** The tool, stopped in the midst of writing the many files of a framework of somebody's own. */
async function stoppedWhileWriting(args: readonly string[], folder = '.') {
  const here = await machine()
  await plant(here.cwd, { 'mine/package.json': 'theirs', 'mine/notes': 'theirs' })
  const before = await treeOf(here.cwd)
  const child = runTool(here, [...args, '--template', template])
  let ended = false
  child.finally(() => {
    ended = true
  })
  while (!(await isWriting(join(here.cwd, folder)))) {
    if (ended) throw new Error(`It wrote nothing, or was too fast: ${(await child).stderr}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  child.kill('SIGSTOP')
  expect(await isWriting(join(here.cwd, folder))).toBe(true) // or it was too late
  return { child, before, after: () => treeOf(here.cwd) }
}

/** There is a temporary folder. */
async function isWriting(parent: string): Promise<boolean> {
  const names = await readdir(parent).catch(() => [])
  return names.some((name) => /^\.(my-api|mine)-[0-9a-f]+$/.test(name))
}

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
] as const

test.each(signals)('%s while writing a new folder leaves nothing: %i', async (signal, code) => {
  const { child, before, after } = await stoppedWhileWriting(['a/my-api'], 'a')
  child.kill(signal)
  child.kill('SIGCONT')
  const { exitCode, stderr } = await child
  expect(exitCode).toBe(code)
  expect(stderr).toContain('Cancelled. Nothing was written.')
  expect(await after()).toEqual(before)
})

test.each(signals.slice(0, 2))('%s while writing into a folder leaves it as it was: %i', async (signal, code) => {
  const { child, before, after } = await stoppedWhileWriting(['mine', '--overwrite'], 'mine')
  child.kill(signal)
  child.kill('SIGCONT')
  const { exitCode, stderr } = await child
  expect(exitCode).toBe(code)
  expect(stderr).toContain('Cancelled. Nothing was written.')
  expect(await after()).toEqual(before)
})

test.each([
  ['a new folder', ['a/my-api'], 'a'],
  ['a folder', ['mine', '--overwrite'], 'mine'],
])('two signals at once while writing %s: it ends at once, and yet leaves nothing behind', async (_, args, folder) => {
  const { child, before, after } = await stoppedWhileWriting(args, folder)
  child.kill('SIGINT')
  child.kill('SIGTERM')
  child.kill('SIGCONT')
  const { exitCode, stderr } = await child
  expect([130, 143]).toContain(exitCode)
  expect(stderr).toMatch(/Stopped at once|Cancelled/)
  expect(await after()).toEqual(before)
})

import { symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import {
  absolutePath,
  existingParent,
  inspectDestination,
  inspectTargetDir,
  shortestPath,
} from '../../src/destination/inspect.ts'
import { UsageError } from '../../src/errors/errors.ts'

test('an unusable destination is rejected with the reason', async () => {
  const folder = await emptyFolder()
  await outputFile(join(folder, 'file'), '')
  await outputFile(join(folder, 'full/1'), '')
  for (const name of ['2', '3', '4', '5', '6', '7']) await outputFile(join(folder, 'full', name), '')
  await symlink('nowhere', join(folder, 'dangling'))
  await symlink('circle', join(folder, 'circle'))
  const rejected: [string, RegExp][] = [
    ['file', /exists and is not a folder/],
    ['file/below', /part of that path is a file/],
    ['full', /not empty: it contains 1, 2, 3, 4, 5 and 2 more\./],
    ['dangling', /exists and is not a folder/],
    ['circle', /form a loop/],
    ['x'.repeat(300), /too long/],
    [`a${delimiter}b/c`, /npm cannot run/],
  ]
  for (const [path, reason] of rejected) {
    await expect(inspectDestination(join(folder, path))).rejects.toThrow(reason)
    await expect(inspectDestination(join(folder, path))).rejects.toThrow(UsageError)
  }
})

test('a path is shown in its shortest form', async () => {
  expect((await inspectDestination('some/where')).shown).toBe('some/where')
  expect((await inspectDestination('../some-where-else')).shown).toBe('../some-where-else')
  expect(shortestPath('/tmp/x', '/a/checkout/that/lies/far/away/from/there')).toBe('/tmp/x')
})

test('~ is expanded to the home folder', () => {
  expect(absolutePath('~/x')).toBe(join(homedir(), 'x'))
  expect(absolutePath('~')).toBe(homedir())
  expect(absolutePath('~x')).toBe(resolve('~x'))
  expect(absolutePath('./~')).toBe(resolve('./~'))
})

test('the target folder may contain anything, or not exist yet', async () => {
  const folder = await emptyFolder()
  await outputFile(join(folder, 'full/1'), '')
  expect(await inspectTargetDir(join(folder, 'full'))).toBe(join(folder, 'full'))
  expect(await inspectTargetDir(join(folder, 'a/../b/c'))).toBe(join(folder, 'b/c'))
  const rejected: [string, RegExp][] = [
    ['full/1', /exists and is not a folder/],
    ['full/1/below', /part of that path is a file/],
    ['x'.repeat(300), /too long/],
    [`a${delimiter}b`, /cargo cannot build/],
  ]
  for (const [path, reason] of rejected) await expect(inspectTargetDir(join(folder, path))).rejects.toThrow(reason)
})

test('the error for an occupied folder shortens and escapes the names of the entries', async () => {
  const folder = await emptyFolder()
  for (const name of ['z', 'y'.repeat(200), 'a\u001b[31m\nb', 'src/x', 'LICENSE', '.git/HEAD', '.vscode/x', 'my.iml'])
    await outputFile(join(folder, name), '')
  await expect(inspectDestination(folder)).rejects.toThrow(
    `it contains "a\\u001b[31m\\nb", src/, ${'y'.repeat(60)}…, z.`,
  )
})

test('existingParent finds the nearest folder that exists', async () => {
  const folder = await emptyFolder()
  expect(existingParent(join(folder, 'a/b/c'))).toBe(folder)
  expect(existingParent(folder)).toBe(folder)
})

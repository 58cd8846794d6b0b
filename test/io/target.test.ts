import { symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { existingParent, findTarget } from '../../src/io/target.ts'
import { emptyFolder } from '../cli/folder.ts'

test('a place that is not free is refused, in words', async () => {
  const folder = await emptyFolder()
  await outputFile(join(folder, 'file'), '')
  await outputFile(join(folder, 'full/1'), '')
  for (const name of ['2', '3', '4', '5', '6', '7']) await outputFile(join(folder, 'full', name), '')
  await symlink('nowhere', join(folder, 'dangling'))
  await symlink('circle', join(folder, 'circle'))
  const refusals: [string, RegExp][] = [
    ['file', /exists and is not a folder/],
    ['file/below', /a part of that path is a file/],
    ['full', /not empty: it holds 1, 2, 3, 4, 5 and 2 more\./],
    ['dangling', /exists and is not a folder/],
    ['circle', /lead in a circle/],
    ['x'.repeat(300), /too long/],
    [`a${delimiter}b/c`, /npm cannot run/],
  ]
  for (const [path, reason] of refusals) {
    await expect(findTarget(join(folder, path))).rejects.toThrow(reason)
    await expect(findTarget(join(folder, path))).rejects.toThrow(UsageError)
  }
})

test('a path is shown in the form that is easiest to read from here', async () => {
  expect((await findTarget('some/where')).shown).toBe('some/where')
  expect((await findTarget('../some-where-else')).shown).toBe('../some-where-else')
  const far = join(await emptyFolder(), 'x')
  expect((await findTarget(far)).shown).toBe(far)
})

test('the nearest folder that exists', async () => {
  const folder = await emptyFolder()
  expect(existingParent(join(folder, 'a/b/c'))).toBe(folder)
  expect(existingParent(folder)).toBe(folder)
})

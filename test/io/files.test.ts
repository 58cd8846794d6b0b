import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { Cancelled, UsageError } from '../../src/core/errors.ts'
import type { Plan, TemplateFile } from '../../src/core/plan.ts'
import { addonSize, existingParent, findTarget, writeProject } from '../../src/io/files.ts'
import { emptyFolder, filesIn } from '../cli/folder.ts'

const files: TemplateFile[] = [
  { path: 'a.txt', content: Buffer.from('a'), executable: false },
  { path: 'b/c.sh', content: Buffer.from('c'), executable: true },
]

async function write(path: string, content = files, signal?: AbortSignal): Promise<void> {
  const target = await findTarget(path)
  const name = { folder: target.folder, npm: 'x', crate: 'x', mended: false }
  await writeProject({ target, name, files: content } as unknown as Plan, signal)
}

/** A file that cannot be written, since another one is where its folder would be. */
const impossible = [...files, { path: 'a.txt/d', content: Buffer.from(''), executable: false }]

test('files, folders and parents are made; only what was executable is', async () => {
  const folder = await emptyFolder()
  await write(join(folder, 'p/q/my-api'))
  expect(await filesIn(folder)).toEqual([
    'p',
    'p/q',
    'p/q/my-api',
    'p/q/my-api/a.txt',
    'p/q/my-api/b',
    'p/q/my-api/b/c.sh',
  ])
  expect((await stat(join(folder, 'p/q/my-api/a.txt'))).mode & 0o111).toBe(0)
  expect((await stat(join(folder, 'p/q/my-api/b/c.sh'))).mode & 0o100).toBe(0o100)
})

test('an empty folder is filled, and stays the same folder', async () => {
  const folder = await emptyFolder()
  const before = await stat(folder)
  await write(folder)
  expect(await filesIn(folder)).toEqual(['a.txt', 'b', 'b/c.sh'])
  expect((await stat(folder)).ino).toBe(before.ino)
})

test('a link to an empty folder is followed', async () => {
  const folder = await emptyFolder()
  await mkdir(join(folder, 'real'))
  await symlink('real', join(folder, 'link'))
  await write(join(folder, 'link'))
  expect(await readdir(join(folder, 'real'))).toEqual(['a.txt', 'b'])
})

test.each(['.git', '.DS_Store'])('%s is in nobody’s way', async (entry) => {
  const folder = await emptyFolder()
  await mkdir(join(folder, entry))
  await write(folder)
  expect((await readdir(folder)).sort()).toEqual([entry, 'a.txt', 'b'].sort())
})

test('a failure half way leaves nothing: neither the project, nor the folders made for it, nor a trace', async () => {
  const folder = await emptyFolder()
  await expect(write(join(folder, 'p/q/my-api'), impossible)).rejects.toThrow()
  expect(await readdir(folder)).toEqual([])
})

test('a failure half way in a folder that exists leaves it as it was', async () => {
  const folder = await emptyFolder()
  await mkdir(join(folder, '.git'))
  await expect(write(folder, impossible)).rejects.toThrow()
  expect(await readdir(folder)).toEqual(['.git'])
})

test('what appears in the meantime is not replaced, and nothing stays beside it', async () => {
  const folder = await emptyFolder()
  const target = await findTarget(folder)
  await writeFile(join(folder, 'b'), 'somebody else’s')
  const plan = { target, name: { npm: 'x' }, files } as unknown as Plan
  await expect(writeProject(plan)).rejects.toThrow(UsageError)
  expect(await filesIn(folder)).toEqual(['b'])
  expect(await readFile(join(folder, 'b'), 'utf8')).toBe('somebody else’s')
})

test('Ctrl-C while writing leaves nothing', async () => {
  const folder = await emptyFolder()
  await expect(write(join(folder, 'p/my-api'), files, AbortSignal.abort('SIGINT'))).rejects.toThrow(Cancelled)
  expect(await readdir(folder)).toEqual([])
})

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

test('an addon that is not there has no size', async () => {
  const target = await findTarget(await emptyFolder())
  expect(await addonSize(target)).toBeUndefined()
  await writeFile(join(target.path, 'app.node'), '12345')
  expect(await addonSize(target)).toBe(5)
})

import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { emptyFolder, filesIn } from '../../harness/folder.ts'
import { file, planFor } from '../../harness/tool/plan.ts'
import { Cancelled, UsageError } from '../../src/errors/errors.ts'
import { writeProject } from '../../src/write/write-project.ts'

const files = [file('a.txt', 'a'), file('b/c.sh', 'c', true)]

async function write(path: string, content = files, signal?: AbortSignal): Promise<void> {
  await writeProject(await planFor(path, content), signal)
}

/** A file that cannot be written, since another file has the name of its folder. */
const impossible = [...files, file('a.txt/d', '')]

test('writes files with their folders, and sets the executable bit only where the template has it', async () => {
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

test('writes into an existing empty folder without replacing it', async () => {
  const folder = await emptyFolder()
  const before = await stat(folder)
  await write(folder)
  expect(await filesIn(folder)).toEqual(['a.txt', 'b', 'b/c.sh'])
  expect((await stat(folder)).ino).toBe(before.ino)
})

test('follows a link to an empty folder', async () => {
  const folder = await emptyFolder()
  await mkdir(join(folder, 'real'))
  await symlink('real', join(folder, 'link'))
  await write(join(folder, 'link'))
  expect(await readdir(join(folder, 'real'))).toEqual(['a.txt', 'b'])
})

test.each(['.git', '.DS_Store'])('writes into a folder that contains only %s', async (entry) => {
  const folder = await emptyFolder()
  await mkdir(join(folder, entry))
  await write(folder)
  expect((await readdir(folder)).sort()).toEqual([entry, 'a.txt', 'b'].sort())
})

test('a failure halfway leaves nothing behind, not even parent folders', async () => {
  const folder = await emptyFolder()
  await expect(write(join(folder, 'p/q/my-api'), impossible)).rejects.toThrow()
  expect(await readdir(folder)).toEqual([])
})

test('a failure halfway leaves an existing folder unchanged', async () => {
  const folder = await emptyFolder()
  await mkdir(join(folder, '.git'))
  await expect(write(folder, impossible)).rejects.toThrow()
  expect(await readdir(folder)).toEqual(['.git'])
})

test('a file that appears after planning is not replaced, and nothing is left next to it', async () => {
  const folder = await emptyFolder()
  const plan = await planFor(folder, files)
  await writeFile(join(folder, 'b'), 'somebody else’s')
  await expect(writeProject(plan)).rejects.toThrow(UsageError)
  expect(await filesIn(folder)).toEqual(['b'])
  expect(await readFile(join(folder, 'b'), 'utf8')).toBe('somebody else’s')
})

test('Ctrl-C while writing leaves nothing behind', async () => {
  const folder = await emptyFolder()
  await expect(write(join(folder, 'p/my-api'), files, AbortSignal.abort('SIGINT'))).rejects.toThrow(Cancelled)
  expect(await readdir(folder)).toEqual([])
})

test('a project has modes of its own, whatever the umask', async () => {
  const folder = await emptyFolder()
  const masks = [0o000, 0o022, 0o027, 0o077]
  const script = `
    const { mkdirSync } = await import('node:fs')
    const { writeProject } = await import('./src/write/write-project.ts')
    const { file, planFor } = await import('./harness/tool/plan.ts')
    const files = [file('a.txt', 'a'), file('b/c/d.sh', 'c', true)]
    for (const mask of ${JSON.stringify(masks)}) {
      process.umask(mask)
      const folder = process.argv[1] + '/' + mask
      mkdirSync(folder + '/existing', { recursive: true })
      for (const name of ['new', 'existing']) await writeProject(await planFor(folder + '/' + name, files))
    }`
  await execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script, folder])
  for (const mask of masks) {
    const modes = async (name: string, paths: string[]) =>
      Promise.all(paths.map(async (path) => (await stat(join(folder, String(mask), name, path))).mode & 0o777))
    expect(await modes('new', ['', 'a.txt', 'b', 'b/c', 'b/c/d.sh'])).toEqual([0o755, 0o644, 0o755, 0o755, 0o755])
    expect(await modes('existing', ['a.txt', 'b', 'b/c', 'b/c/d.sh'])).toEqual([0o644, 0o755, 0o755, 0o755])
  }
})

test('two files that are one to the file system are an error, not one lost', async () => {
  const folder = await emptyFolder()
  const plan = await planFor(join(folder, 'x'), [file('a.txt', '1')])
  await expect(writeProject({ ...plan, files: [...plan.files, ...plan.files] })).rejects.toThrow(UsageError)
  expect(await readdir(folder)).toEqual([])
})

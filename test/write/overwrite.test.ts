import { chmod, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { file, planFor } from '../../harness/tool/plan.ts'
import { plant, type Tree, treeOf } from '../../harness/tree.ts'
import { UsageError } from '../../src/errors/errors.ts'
import { describeFiles } from '../../src/report/result.ts'
import { writeProject } from '../../src/write/write-project.ts'

const template = [
  file('.gitignore', '/target\n'),
  file('README.md', 'ours'),
  file('app.js', 'ours'),
  file('src/lib.rs', 'ours'),
  file('run.sh', 'ours', true),
]
const written: Tree = {
  '.gitignore': '6 /target\n',
  'README.md': '6 ours',
  'app.js': '6 ours',
  'run.sh': '7 ours',
  src: 'folder',
  'src/lib.rs': '6 ours',
}

async function folderWith(tree: Tree): Promise<string> {
  const folder = await emptyFolder()
  await plant(folder, tree)
  return folder
}

async function overwrite(folder: string) {
  const plan = await planFor(folder, template, { overwrite: true })
  await writeProject(plan)
  return describeFiles(plan)
}

test('--overwrite keeps a backup of replaced files and leaves other files alone', async () => {
  const folder = await folderWith({
    'app.js': 'theirs',
    'src/lib.rs': 'theirs',
    'src/app.rs': 'theirs',
    notes: 'theirs',
  })
  const files = await overwrite(folder)
  expect(await treeOf(folder)).toEqual({
    ...written,
    'app.js.bak': '6 theirs',
    'src/lib.rs.bak': '6 theirs',
    'src/app.rs': '6 theirs',
    notes: '6 theirs',
  })
  expect(files.map(({ path, status, backup }) => [path, status, backup])).toEqual([
    ['.gitignore', 'new', undefined],
    ['README.md', 'new', undefined],
    ['app.js', 'replaced', 'app.js.bak'],
    ['src/lib.rs', 'replaced', 'src/lib.rs.bak'],
    ['run.sh', 'new', undefined],
  ])
})

test('--overwrite a second time changes nothing', async () => {
  const folder = await folderWith({ 'app.js': 'theirs' })
  await overwrite(folder)
  const before = await treeOf(folder)
  const { ino } = await stat(join(folder, 'app.js'))
  const files = await overwrite(folder)
  expect(await treeOf(folder)).toEqual(before)
  expect((await stat(join(folder, 'app.js'))).ino).toBe(ino)
  expect(new Set(files.map(({ status }) => status))).toEqual(new Set(['unchanged']))
})

test('--overwrite never replaces a backup', async () => {
  const folder = await folderWith({ 'app.js': '3', 'app.js.bak': '1', 'app.js.2.bak': '/' })
  await overwrite(folder)
  expect(await treeOf(folder)).toMatchObject({
    'app.js': '6 ours',
    'app.js.bak': '6 1',
    'app.js.2.bak': 'folder',
    'app.js.3.bak': '6 3',
  })
})

test('a backup keeps its mode, and a script without the executable bit is replaced', async () => {
  const folder = await folderWith({ 'app.js': 'theirs', 'run.sh': 'ours' })
  await chmod(join(folder, 'app.js'), 0o500)
  await overwrite(folder)
  expect(await treeOf(folder)).toMatchObject({
    'app.js.bak': '5 theirs',
    'run.sh': '7 ours',
    'run.sh.bak': '6 ours',
  })
})

test('an existing .gitignore is completed, not replaced', async () => {
  const folder = await folderWith({ '.gitignore': 'secret', x: '' })
  await overwrite(folder)
  expect(await treeOf(folder)).toMatchObject({
    '.gitignore': '6 secret\n/target\n',
    '.gitignore.bak': '6 secret',
  })
})

test('an existing README is replaced, unless ours is already next to it', async () => {
  const folder = await folderWith({ 'README.md': 'theirs' })
  await overwrite(folder)
  expect(await treeOf(folder)).toMatchObject({ 'README.md': '6 ours', 'README.md.bak': '6 theirs' })

  const other = await folderWith({ 'README.md': 'theirs', 'README.o2switch.md': 'ours of old' })
  await overwrite(other)
  expect(await treeOf(other)).toMatchObject({
    'README.md': '6 theirs',
    'README.o2switch.md': '6 ours',
    'README.o2switch.md.bak': '6 ours of old',
  })
})

test('a link in place of a file is backed up as a link, and its target is not touched', async () => {
  const folder = await folderWith({ 'out/side': 'theirs', 'my/app.js': '-> ../out/side', 'my/run.sh': '-> nowhere' })
  await overwrite(join(folder, 'my'))
  expect(await treeOf(folder)).toMatchObject({
    'out/side': '6 theirs',
    'my/app.js': '6 ours',
    'my/app.js.bak': '-> ../out/side',
    'my/run.sh.bak': '-> nowhere',
  })
})

test('a named pipe in place of a file is backed up without being read', async () => {
  const folder = await emptyFolder()
  await execa('mkfifo', [join(folder, 'app.js')])
  await overwrite(folder)
  expect(await treeOf(folder)).toEqual({ ...written, 'app.js.bak': 'other' })
})

test('a destination that is a link is followed', async () => {
  const folder = await folderWith({ 'real/app.js': 'theirs', link: '-> real' })
  await overwrite(join(folder, 'link'))
  expect(await treeOf(folder)).toMatchObject({ link: '-> real', 'real/app.js.bak': '6 theirs' })
})

const pathConflicts: [name: string, tree: Tree, says: string][] = [
  ['a link in place of a folder', { 'my/src': '-> ../out' }, 'src is a link, which may point anywhere'],
  ['a broken link in place of a folder', { 'my/src': '-> nowhere' }, 'src is a link'],
  ['a file in place of a folder', { 'my/src': 'theirs' }, 'src is not a folder'],
  ['a folder in place of a file', { 'my/app.js/x': 'theirs' }, 'app.js is a folder'],
  ['an empty folder in place of a file', { 'my/src/lib.rs': '/' }, 'src/lib.rs is a folder'],
  ['several conflicts', { 'my/src': 'x', 'my/run.sh': '/' }, 'src is not a folder, run.sh is a folder'],
]

test.each(pathConflicts)('--overwrite rejects %s', async (_, tree, says) => {
  const folder = await folderWith({ 'out/lib.rs': 'theirs', 'my/README.md': 'theirs', ...tree })
  const before = await treeOf(folder)
  const done = overwrite(join(folder, 'my'))
  await expect(done).rejects.toThrow(says)
  await expect(done).rejects.toThrow(UsageError)
  expect(await treeOf(folder)).toEqual(before)
})

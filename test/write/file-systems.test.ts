import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { type Machine, machine } from '../../harness/tool/machine.ts'
import { runOnDisk } from '../../harness/tool/mounts.ts'
import { writeStarter } from '../../harness/tool/starter.ts'
import { plant, treeOf } from '../../harness/tree.ts'

// Too small for the project: four pages, or four files and folders.
const full = 'mount -t tmpfs -o size=16k,mode=755 tmpfs disk'
const noInodes = 'mount -t tmpfs -o nr_inodes=5,mode=755 tmpfs disk'
const readOnly = 'mount --bind disk disk; mount -o remount,bind,ro disk'
const theirs = 'mkdir disk/src; echo theirs > disk/src/app.rs; echo theirs > disk/package.json'

const disks: [name: string, prepare: string, args: string[], says: string][] = [
  ['a full disk', full, ['a/my-api'], 'the disk is full'],
  ['a full disk, with --overwrite', `${full}; ${theirs}`, ['.', '--overwrite', '--name', 'x'], 'the disk is full'],
  ['a disk without free inodes', noInodes, ['a/my-api'], 'the disk is full'],
  ['a read-only disk', readOnly, ['a/my-api'], 'the disk is read-only'],
  ['a read-only disk, with --dry-run', readOnly, ['a/my-api', '--dry-run'], 'the disk is read-only'],
  [
    'a read-only folder with files',
    `${theirs}; ${readOnly}`,
    ['.', '--overwrite', '--name', 'x'],
    'the disk is read-only',
  ],
]

test.each(disks)('2: %s is reported, and nothing is written', async (_, prepare, args, says) => {
  const { exitCode, stdout, stderr, before, after } = await runOnDisk(await machine(), prepare, [
    ...args,
    '-f',
    'plain',
  ])
  expect(stderr).toContain(says)
  expect(stderr).toContain('Nothing was written.')
  expect(stderr).not.toMatch(/\n +at /)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  expect(after).toBe(before)
})

test('2: a destination that is partly on another disk is rejected', async () => {
  const prepare = `${theirs}; mkdir -p other; mount -t tmpfs tmpfs other; mount --bind other disk/src`
  const args = ['.', '--overwrite', '--name', 'x', '-f', 'plain']
  const { exitCode, stderr, before, after } = await runOnDisk(await machine(), prepare, args)
  expect(stderr).toContain('part of it is on another disk')
  expect(exitCode).toBe(2)
  expect(after).toBe(before)
})

/** Runs the tool after the shell command `limit`, without the privileges of root. */
function runLimited({ cwd, env, bin }: Machine, limit: string, args: readonly string[], more = ['-f', 'plain']) {
  const unprivileged = process.getuid?.() === 0 ? 'setpriv --bounding-set=-all --inh-caps=-all' : ''
  const script = `${limit}; exec ${unprivileged} env PATH="$TOOL_PATH" "$@"`
  const outer = { ...env, PATH: process.env.PATH, TOOL_PATH: env.PATH }
  return execa('sh', ['-c', script, 'sh', process.execPath, bin, ...args, ...more], {
    cwd,
    env: outer,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
}

test.each([
  ['a new folder', ['a/my-api']],
  ['a folder with files', ['theirs', '--overwrite']],
])('2: a file size limit that is too low is reported for %s', async (_, args) => {
  const here = await machine()
  await plant(here.cwd, { 'theirs/package.json': 'theirs' })
  const before = await treeOf(here.cwd)
  const { exitCode, stderr } = await runLimited(here, 'ulimit -f 0', args)
  expect(stderr).toContain('files that large are not allowed here')
  expect(exitCode).toBe(2)
  expect(await treeOf(here.cwd)).toEqual(before)
})

test.each([
  ['a new folder', ['closed/my-api']],
  ['a new folder, with --dry-run', ['closed/a/my-api', '--dry-run']],
  ['an empty folder', ['closed']],
  ['a folder with files', ['theirs', '--overwrite']],
  ['a subfolder', ['open', '--overwrite']],
  ['the target folder', ['my-api', '--target-dir', 'closed/target']],
])('2: missing permission to write is reported for %s', async (_, args) => {
  const here = await machine()
  await plant(here.cwd, { 'theirs/package.json': 'theirs', 'open/src/app.rs': 'theirs', 'open/package.json': 'theirs' })
  await mkdir(join(here.cwd, 'closed'))
  for (const folder of ['closed', 'theirs', 'open/src']) await chmod(join(here.cwd, folder), 0o555)
  const before = await treeOf(here.cwd)
  const { exitCode, stderr } = await runLimited(here, ':', args)
  expect(stderr).toContain('permission denied')
  expect(stderr).toContain('Nothing was written.')
  expect(exitCode).toBe(2)
  expect(await treeOf(here.cwd)).toEqual(before)
})

test('2: missing permission to read the --template folder is reported', async () => {
  const here = await machine()
  await writeStarter(join(here.cwd, 'ours'))
  await chmod(join(here.cwd, 'ours/src/error.rs'), 0)
  const { exitCode, stderr } = await runLimited(here, ':', ['x', '--template', 'ours'], [])
  expect(stderr).toContain('The framework folder "ours" cannot be read: permission denied.')
  expect(exitCode).toBe(2)
})

import { beforeEach, expect, test, vi } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { file, planFor } from '../../harness/tool/plan.ts'
import { plant, type Tree, treeOf } from '../../harness/tree.ts'
import { UsageError } from '../../src/errors/errors.ts'
import { en } from '../../src/messages/en.ts'
import { writeProject } from '../../src/write/write-project.ts'

/** Which of the calls that change the disk fail, by their number. */
const disk = vi.hoisted(() => ({ calls: 0, linkable: true, fails: (_call: number): boolean => false }))

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>()
  const failing = <Args extends unknown[], Result>(act: (...args: Args) => Result) => {
    return (...args: Args): Result => {
      if (disk.fails(++disk.calls)) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      return act(...args)
    }
  }
  const { closeSync, linkSync, openSync, renameSync, rmSync, rmdirSync } = fs
  return {
    ...fs,
    mkdirSync: failing((path: string, options?: { recursive: boolean }) => fs.mkdirSync(path, options)),
    linkSync: failing((from: string, to: string) => {
      if (!disk.linkable) throw Object.assign(new Error('no links'), { code: 'EPERM' })
      linkSync(from, to)
    }),
    openSync: failing(openSync),
    closeSync,
    renameSync: failing(renameSync),
    rmSync: failing(rmSync),
    rmdirSync: failing(rmdirSync),
  }
})

beforeEach(() => {
  disk.fails = () => false
  disk.linkable = true
})

const template = [
  file('app.js', 'ours'),
  file('package.json', '{}'),
  file('src/deep/x.rs', 'ours'),
  file('src/lib.rs', 'ours'),
]
const theirs: Tree = {
  'app.js': 'theirs',
  'app.js.bak': 'theirs of old',
  'package-lock.json': 'theirs',
  'src/lib.rs': '-> ../app.js',
  other: 'theirs',
}

async function overwriteWhile(fails: (call: number) => boolean) {
  const folder = await emptyFolder()
  await plant(folder, theirs)
  const before = await treeOf(folder)
  const plan = await planFor(folder, template, { overwrite: true })
  disk.calls = 0
  disk.fails = fails
  const error = await writeProject(plan).catch((error: unknown) => error)
  const { calls } = disk
  disk.fails = () => false
  return { before, after: await treeOf(folder), error, calls }
}

test('whichever call fails, the folder is either unchanged or complete', async () => {
  const { calls, error, after: expected } = await overwriteWhile(() => false)
  expect(error).toEqual({ kind: 'done' })
  expect(calls).toBeGreaterThan(10)
  // The last call removes the temporary folder, which then contains only hard links to files in place.
  let rejected = 0
  for (let failing = 1; failing < calls; failing++) {
    const { before, after, error } = await overwriteWhile((call) => call === failing)
    expect(after, `call ${failing}`).toEqual(error instanceof UsageError ? before : expected)
    if (error instanceof UsageError) rejected++
  }
  // A failed hard link is not an error: the file is moved instead.
  expect(rejected).toBe(calls - 1 - template.length)
})

test('files are moved on a disk without hard links', async () => {
  const { after: expected } = await overwriteWhile(() => false)
  disk.linkable = false
  const { after } = await overwriteWhile(() => false)
  expect(after).toEqual(expected)
})

test('if the rollback fails too, the error lists the backups', async () => {
  const { calls } = await overwriteWhile(() => false)
  // Everything fails from the last file on.
  const { before, after, error } = await overwriteWhile((call) => call >= calls - 1)
  expect(String(error)).toMatch(/\(the disk is full\), and some of your files could not be renamed back/)
  expect(error).toBeInstanceOf(UsageError)
  const { hint } = (error as UsageError).describe(en)
  expect(hint).toContain('src/lib.rs.bak, app.js.2.bak, package-lock.json.bak')
  for (const [path, content] of Object.entries(before))
    expect([after[path], after[`${path}.bak`], after[`${path}.2.bak`]]).toContain(content)
})

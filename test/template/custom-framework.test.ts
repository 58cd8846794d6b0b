import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { outputFile, remove } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { goodPrograms, type Machine, machine, runTool } from '../../harness/tool/machine.ts'
import { parseAs } from '../../harness/tool/schema.ts'
import { writeStarter } from '../../harness/tool/starter.ts'
import type { ResultDocument } from '../../src/report/result.ts'

/** A machine with a custom framework in ./ours. */
async function withStarter(): Promise<Machine & { readonly ours: string }> {
  const here = await machine(goodPrograms)
  const ours = join(here.cwd, 'ours')
  await writeStarter(ours)
  return { ...here, ours }
}

test('--template creates a project from a custom framework, without its .git, target and node_modules', async () => {
  const { run, cwd, ours } = await withStarter()
  for (const path of ['.git/HEAD', 'target/debug/x', 'node_modules/x/y']) await outputFile(join(ours, path), '')
  const { exitCode, stdout, stderr } = await run('x', '--template', './ours', '--json', '--no-git')
  expect(stderr).not.toContain('✖')
  expect(exitCode).toBe(0)
  expect(parseAs<ResultDocument>('result', stdout).project?.framework).toBe('ours')
  const files = await filesIn(join(cwd, 'x'))
  expect(files).toContain('src/ours.rs')
  expect(files.filter((path) => /target|framework\.json|HEAD/.test(path))).toEqual([])
  expect(await readFile(join(cwd, 'x/Cargo.lock'), 'utf8')).toContain('name = "x"')
})

test('the name of a crate that a custom framework depends on is rejected', async () => {
  const { run } = await withStarter()
  const { exitCode, stderr } = await run('tokio', '--template', 'ours')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('a crate that the project needs')
})

const breaks: [name: string, breakIt: (ours: string) => Promise<unknown>, says: string[]][] = [
  ['the folder is missing', (ours) => remove(ours), ['The folder "./ours" does not exist.']],
  ['framework.json is missing', (ours) => remove(join(ours, 'framework.json')), ['it has no framework.json.']],
  [
    'framework.json is a folder',
    async (ours) => {
      await remove(join(ours, 'framework.json'))
      await outputFile(join(ours, 'framework.json/x'), '')
    },
    ['it has no framework.json'],
  ],
  ['a file is missing', (ours) => remove(join(ours, 'src/error.rs')), ['it has no src/error.rs']],
  [
    'it has no server, and builds on none of ours',
    (ours) => remove(join(ours, 'host/src/server.rs')),
    ['it has no host/src/server.rs'],
  ],
  [
    'several problems are all listed',
    async (ours) => {
      await remove(join(ours, 'Cargo.lock'))
      await outputFile(join(ours, 'framework.json'), '{ "title": "" }')
    },
    ['it has no Cargo.lock', 'framework.json has no "title"', 'framework.json has no "docs"'],
  ],
  [
    'framework.json is not JSON',
    (ours) => outputFile(join(ours, 'framework.json'), '{'),
    ['framework.json is not JSON'],
  ],
  [
    'Cargo.toml.hbs has a fixed crate name',
    (ours) => outputFile(join(ours, 'Cargo.toml.hbs'), '[package]\nname = "ours"\n'),
    ['Cargo.toml.hbs has no name = "{{crateName}}"', 'members = ["host", "host/addon"]', '[profile.bundle]'],
  ],
  [
    'Cargo.lock is for another crate',
    (ours) => outputFile(join(ours, 'Cargo.lock'), '[[package]]\nname = "ours"\n'),
    ['Cargo.lock has no name = "template-crate-name"'],
  ],
  [
    'a template uses an unknown value',
    (ours) => outputFile(join(ours, 'notes.txt.hbs'), '{{company}}'),
    ['notes.txt.hbs cannot be rendered', 'company'],
  ],
  [
    'a file duplicates one of ours',
    (ours) => outputFile(join(ours, 'package.json'), '{}'),
    ['two files for package.json'],
  ],
  [
    'the folder contains a link',
    (ours) => symlink('/etc/passwd', join(ours, 'src/passwd')),
    ['src/passwd is neither a file nor a folder'],
  ],
]

test.each(breaks)('2: --template rejects a folder: %s', async (_, breakIt, says) => {
  const { run, cwd, ours } = await withStarter()
  await breakIt(ours)
  const before = await filesIn(cwd)
  const { exitCode, stderr } = await run('x', '--template', './ours')
  expect(exitCode).toBe(2)
  for (const words of says) expect(stderr).toContain(words)
  expect(stderr).toContain('Nothing was written.')
  expect(await filesIn(cwd)).toEqual(before)
})

test('2: --framework and --template cannot be combined', async () => {
  const { run } = await withStarter()
  const { exitCode, stderr } = await run('x', '--template', './ours', '--framework', 'plain')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('--framework and --template cannot be used together.')
})

test('2: a --template folder without framework.json is not scanned, however large it is', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stderr } = await run('x', '--template', '/')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('"/" is not a framework folder: it has no framework.json.')
  expect(await filesIn(cwd)).toEqual([])
})

test('2: a project cannot be inside its own template', async () => {
  const { cwd, env, bin, ours } = await withStarter()
  await symlink('ours', join(cwd, 'link'))
  const before = await filesIn(cwd)
  for (const [folder, args] of [
    [ours, ['x', '--template', '.']],
    [cwd, ['link/a/b', '--template', 'ours']],
    [cwd, ['ours', '--template', 'ours', '--overwrite']],
  ] as const) {
    const { exitCode, stderr } = await runTool({ cwd: folder, env, bin }, args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('would be inside its own template')
    expect(await filesIn(cwd)).toEqual(before)
  }
})

test('a folder next to the template whose name starts the same is not inside it', async () => {
  const { run } = await withStarter()
  expect((await run('ours-2', '--template', 'ours/', '--no-install')).exitCode).toBe(0)
  expect((await run('..x', '--template', 'ours', '--no-install', '--name', 'x')).exitCode).toBe(0)
})

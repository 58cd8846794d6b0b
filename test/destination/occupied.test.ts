import { readdir, readFile } from 'node:fs/promises'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { goodPrograms, type Machine, machine, npm } from '../../harness/tool/machine.ts'
import { plant, type Tree, treeOf } from '../../harness/tree.ts'

const [framework = ''] = await readdir('templates/frameworks')

/** A machine with the real templates, whose current folder contains `tree`. */
async function machineWith(tree: Tree, programs = goodPrograms): Promise<Machine> {
  const here = await machine(programs, process.cwd())
  await plant(here.cwd, tree)
  return here
}

function git({ cwd, env }: Machine, ...args: string[]) {
  return execa('git', args, { cwd, env, extendEnv: false, reject: false })
}

const cloned = {
  '.gitignore': '# Rust\ndebug/\ntarget/\n',
  '.vscode/settings.json': '{}',
  'docs/plan.md': 'theirs',
  LICENSE: 'theirs',
  'README.md': 'theirs',
  'my.iml': 'theirs',
}

test('0: a fresh clone is accepted, and all its files are kept', async () => {
  const here = await machineWith(cloned)
  const { exitCode, stderr } = await here.run('.', '-f', framework, '--name', 'my-api')
  expect(exitCode).toBe(0)
  expect(stderr).toContain("Your README.md is unchanged; the project's own is README.o2switch.md.\n")
  expect(stderr).toContain('Added missing lines to your .gitignore; the original is .gitignore.bak.\n')
  const after = await treeOf(here.cwd)
  for (const [path, content] of Object.entries({ ...cloned, '.gitignore.bak': cloned['.gitignore'] }))
    if (path !== '.gitignore') expect(after[path]).toBe(`6 ${content}`)
  expect(after['README.o2switch.md']).toContain('# my-api')

  const { stdout: committed } = await git(here, 'ls-files')
  expect(committed.split('\n')).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'src/app.rs', 'package.json']))
  expect(committed).not.toMatch(/node_modules|app\.node/)
  expect((await git(here, 'check-ignore', 'target/x', 'debug/x', 'node_modules/x')).stdout.split('\n')).toHaveLength(3)
})

test('2: a file in a fresh clone that would be replaced is in the way', async () => {
  const here = await machineWith({ ...cloned, 'README.o2switch.md': 'theirs' })
  const before = await treeOf(here.cwd)
  const { exitCode, stderr } = await here.run('.', '-f', framework, '--name', 'my-api')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('The folder "." is not empty: it contains README.o2switch.md.')
  expect(await treeOf(here.cwd)).toEqual(before)
})

const oldProject = { 'package.json': '{"theirs":1}', 'package-lock.json': 'theirs', 'src/main.rs': 'theirs', notes: '' }

test('0: --overwrite lists the replaced files and does not commit', async () => {
  const here = await machineWith(oldProject)
  const { exitCode, stderr } = await here.run('.', '-f', framework, '--name', 'my-api', '--overwrite')
  expect(exitCode).toBe(0)
  expect(stderr).toContain(
    'Replaced, with yours kept: package.json (yours is package.json.bak), ' +
      'src/main.rs (yours is src/main.rs.bak), package-lock.json (yours is package-lock.json.bak).\n',
  )
  expect(stderr).toContain('git commit… the folder contains other files of yours, so committing is up to you\n')
  const after = await treeOf(here.cwd)
  expect(after).toMatchObject({
    'package.json.bak': '6 {"theirs":1}',
    'package-lock.json.bak': '6 theirs',
    'src/main.rs.bak': '6 theirs',
    notes: '6 ',
  })
  expect(after).not.toHaveProperty('.git')
  expect(after['package-lock.json'], 'replaced by ours').toContain('"name": "my-api"')
})

test('0: --overwrite inside a repository commits nothing', async () => {
  const here = await machineWith(oldProject)
  await git(here, 'init', '--quiet')
  await git(here, 'add', '--all')
  await git(here, 'commit', '--quiet', '-m', 'theirs')
  const { exitCode, stderr } = await here.run('.', '-f', framework, '--name', 'my-api', '--overwrite')
  expect(exitCode).toBe(0)
  expect(stderr).toContain('git commit… already inside a repository, so committing is up to you\n')
  expect((await git(here, 'log', '--format=%s')).stdout).toBe('theirs')
  expect((await git(here, 'diff', '--cached', '--name-only')).stdout).toBe('')
  expect((await git(here, 'show', 'HEAD:package.json')).stdout).toBe('{"theirs":1}')
})

test('--overwrite a second time replaces nothing', async () => {
  const here = await machineWith(oldProject, { npm })
  const args = ['.', '-f', framework, '--name', 'my-api', '--overwrite', '--no-install', '--no-git']
  await here.run(...args)
  const before = await treeOf(here.cwd)
  const { exitCode, stderr } = await here.run(...args)
  expect(exitCode).toBe(0)
  expect(stderr).not.toContain('Replaced')
  expect(await treeOf(here.cwd)).toEqual(before)
})

test('a dry run shows what happens to each file, as text and as JSON', async () => {
  const here = await machineWith({
    ...oldProject,
    '.gitignore': 'x',
    'README.md': '',
    'README.o2switch.md': '',
    'yarn.lock': 'theirs',
  })
  await plant(here.cwd, { 'clippy.toml': await readFile('templates/base/clippy.toml', 'utf8') })
  const before = await treeOf(here.cwd)
  const args = ['.', '-f', framework, '--name', 'my-api', '--overwrite', '--dry-run']
  const { stdout, exitCode } = await here.run(...args)
  expect(exitCode).toBe(0)
  for (const line of [
    '  package.json (yours kept as package.json.bak)\n',
    '  package-lock.json (yours kept as package-lock.json.bak)\n',
    '  yarn.lock (yours kept as yarn.lock.bak)\n',
    '  .gitignore (adds lines, yours kept as .gitignore.bak)\n',
    '  README.o2switch.md (next to your README.md, yours kept as README.o2switch.md.bak)\n',
    '  clippy.toml (already there)\n',
    '  app.js\n',
  ])
    expect(stdout).toContain(line)
  expect(stdout).not.toContain('git commit')

  const { files, setAside } = JSON.parse((await here.run(...args, '--json')).stdout)
  expect(setAside).toEqual([{ path: 'yarn.lock', backup: 'yarn.lock.bak' }])
  const bytes = expect.any(Number)
  expect(files).toEqual(
    expect.arrayContaining([
      { path: 'app.js', bytes, status: 'new' },
      { path: 'clippy.toml', bytes, status: 'unchanged' },
      { path: 'package.json', bytes, status: 'replaced', backup: 'package.json.bak' },
      { path: 'package-lock.json', bytes, status: 'replaced', backup: 'package-lock.json.bak' },
      { path: '.gitignore', bytes, status: 'completed', backup: '.gitignore.bak' },
      { path: 'README.o2switch.md', bytes, status: 'replaced', backup: 'README.o2switch.md.bak', beside: 'README.md' },
    ]),
  )
  expect(await treeOf(here.cwd)).toEqual(before)
})

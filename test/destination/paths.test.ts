import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { goodPrograms, type Machine, machine } from '../../harness/tool/machine.ts'
import { plant, type Tree, treeOf } from '../../harness/tree.ts'

/** A machine with existing files next to the new project, and a snapshot of all its files. */
async function machineWithFiles(): Promise<{ here: Machine; root: string; before: Tree }> {
  const here = await machine()
  const root = join(here.cwd, '..')
  await plant(here.cwd, { 'neighbour/file': 'theirs', dangling: '-> nowhere', link: '-> neighbour' })
  return { here, root, before: await treeOf(root) }
}

const goodPaths: [typed: string, folder: string][] = [
  ['my api', 'my api'],
  ["it's", "it's"],
  ['"x"', '"x"'],
  ['café-été', 'café-été'],
  ['日本/my-api', '日本/my-api'],
  ['$(touch pwned)', '$(touch pwned)'],
  ['`touch pwned`', '`touch pwned`'],
  ['a;touch pwned', 'a;touch pwned'],
  ['a&b|c>d', 'a&b|c>d'],
  ['!x', '!x'],
  ['%HOME%', '%HOME%'],
  ['x*', 'x*'],
  ['back\\slash', 'back\\slash'],
  ['./x/../y', 'y'],
  ['x/', 'x'],
  ['x//y/.', 'x/y'],
  ['./-x', '-x'],
  ['link/x', 'neighbour/x'],
  [`${'x'.repeat(200)}/y`, `${'x'.repeat(200)}/y`],
]

test.each(goodPaths)('the path %j works, and nothing next to it is touched', async (typed, folder) => {
  const { here, root, before } = await machineWithFiles()
  const { exitCode, stdout, stderr } = await here.run(typed, '-f', 'plain', '--no-git')
  expect(stderr).not.toContain('✖')
  expect(exitCode).toBe(0)

  const project = join('work', folder)
  const outside = Object.entries(await treeOf(root)).filter(
    ([path]) => !`${path}/`.startsWith(`${project}/`) && !project.startsWith(`${path}/`),
  )
  expect(Object.fromEntries(outside)).toEqual(without(before, project))
  const [, cd = ''] = /^ {2}(cd .*)$/m.exec(stdout) ?? []
  const { stdout: there } = await execa('sh', ['-c', `${cd} && pwd -P`], { cwd: here.cwd })
  expect(there).toBe(join(here.cwd, folder))
})

/** Parent folders of the project may have existed before. */
function without(tree: Tree, project: string): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !project.startsWith(`${path}/`)))
}

test('an absolute path works, and ~ is the home folder', async () => {
  const { here } = await machineWithFiles()
  expect((await here.run(join(here.cwd, 'x'), '-f', 'plain')).exitCode).toBe(0)
  expect((await here.run('~/y', '-f', 'plain')).exitCode).toBe(0)
  expect(await treeOf(here.cwd)).toHaveProperty('x/package.json')
  expect(await treeOf(here.env.HOME ?? '')).toHaveProperty('y/package.json')
})

const badPaths: [name: string, args: string[], says: string][] = [
  ['a line break', ['a\nb'], '"a\\nb" contains a line break'],
  ['an escape sequence', ['\u001b[31mred'], 'invisible character'],
  ['a right-to-left override', ['a\u202egnp.exe'], '"a\\u202egnp.exe" contains'],
  ['an empty path', [''], 'is empty'],
  ['a path of spaces', ['  '], 'is empty'],
  ['the parent folder', ['..'], 'it contains home/, path/, work/'],
  ['the current folder, which is not empty', ['.'], 'it contains dangling, link, neighbour/'],
  ['the root folder', ['/'], ''],
  ['a file', ['neighbour/file'], 'is not a folder'],
  ['a path into a file', ['neighbour/file/x'], 'part of that path is a file'],
  ['a broken link', ['dangling'], 'is not a folder'],
  ['a path through a broken link', ['dangling/x'], ''],
  ['a name of 300 characters', ['x'.repeat(300)], 'the name is too long'],
  ['a subfolder name of 300 characters', [`x/${'x'.repeat(300)}/y`], 'the name is too long'],
  ['a path of 5,000 characters', ['x/'.repeat(2500)], 'the name is too long'],
  ['a parent that accepts no folders', ['/proc/x'], 'cannot be written to'],
  ['a line break in --target-dir', ['x', '--target-dir', 'a\nb'], 'line break'],
  ['an empty --target-dir', ['x', '--target-dir', ''], 'is empty'],
  ['a file as --target-dir', ['x', '--target-dir', 'neighbour/file'], 'is not a folder'],
  ['a path into a file as --target-dir', ['x', '--target-dir', 'neighbour/file/x'], 'part of that path is a file'],
  ['a --target-dir of 300 characters', ['x', '--target-dir', 'x'.repeat(300)], 'the name is too long'],
  ['a colon in --target-dir', ['x', '--target-dir', 'a:b'], 'contains a ":"; cargo cannot build'],
  ['a broken link as --target-dir', ['x', '--target-dir', 'dangling'], 'is not a folder'],
  ['a --name of 300 characters', ['x', '--name', 'x'.repeat(300)], ''],
  ['an empty --name', ['x', '--name', ''], ''],
  ['a path as --name', ['x', '--name', '..'], ''],
]

test.each(badPaths)('2: %s is rejected, and nothing is written', async (_, args, says) => {
  const { here, root, before } = await machineWithFiles()
  const { exitCode, stdout, stderr } = await here.run(...args, '-f', 'plain')
  expect(stderr).toContain(says)
  expect(stderr).toContain('Nothing was written.')
  expect(stderr).not.toMatch(/\n +at /)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  expect(await treeOf(root)).toEqual(before)
})

test.each(['my target', "it's", '$(touch pwned)', 'é"\\x', '[a]#b'])(
  '--target-dir %j reaches cargo unchanged',
  async (typed) => {
    const { cwd, run } = await machine(goodPrograms, process.cwd()) // the real templates
    const [framework = ''] = await readdir('templates/frameworks')
    const { exitCode } = await run('x', '-f', framework, '--target-dir', typed, '--no-install', '--no-git')
    expect(exitCode).toBe(0)
    expect(Object.keys(await treeOf(cwd))).not.toContain('pwned')
    const { stdout } = await execa('cargo', ['metadata', '--no-deps', '--offline', '--format-version=1'], {
      cwd: join(cwd, 'x'),
      env: { CARGO_TARGET_DIR: undefined },
    })
    expect(JSON.parse(stdout).target_directory).toBe(join(cwd, typed))
  },
)

test.each(['a/b', '$(touch pwned)', '/etc', 'a\nb'])('--name %j is never used as a path', async (name) => {
  const { here, root } = await machineWithFiles()
  await mkdir(join(here.cwd, 'etc'))
  const { stderr } = await here.run('x', '-f', 'plain', '--name', name, '--no-git')
  expect(stderr).toMatch(/✖|The project is named/)
  expect(Object.keys(await treeOf(root)).filter((path) => /pwned|work\/(a|b|etc\/.+)$/.test(path))).toEqual([])
})

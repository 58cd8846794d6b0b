import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { goodPrograms, machine } from '../../harness/tool/machine.ts'
import { treeOf } from '../../harness/tree.ts'

const [framework = ''] = await readdir('templates/frameworks')
const binary = Buffer.from('\x89PNG\r\n\x1a\n\0\r\n', 'latin1')

test.each<[string, Record<string, string>, args: string[], above: Record<string, string>]>([
  ['core.autocrlf=true', {}, ['-c', 'core.autocrlf=true'], {}],
  ['core.eol=crlf', {}, ['-c', 'core.eol=crlf', '-c', 'core.autocrlf=false'], {}],
  ['attributes of the person', { '.config/git/attributes': '* text eol=crlf\n' }, [], {}],
  ['a .gitattributes above the project', {}, [], { '.gitattributes': '* text=auto eol=crlf\n*.sh text eol=crlf\n' }],
])('a clone has the same bytes with %s', async (_, home, settings, above) => {
  const { run, cwd, env } = await machine(goodPrograms, process.cwd()) // the real templates
  const git = (folder: string, ...args: string[]) => execa('git', args, { cwd: folder, env, extendEnv: false })
  await git(cwd, 'init', '--quiet')
  for (const [path, text] of Object.entries(above)) await outputFile(join(cwd, path), text)
  for (const [path, text] of Object.entries(home)) await outputFile(join(env.HOME ?? '', path), text)
  expect((await run('x', '-f', framework, '--no-install')).exitCode).toBe(0)
  await outputFile(join(cwd, 'x/public/dot.png'), binary)
  const written = await treeOf(join(cwd, 'x'))
  await git(cwd, 'add', '--all', '--force')
  await git(cwd, 'commit', '--quiet', '-m', 'x')
  await git(cwd, ...settings, 'clone', '--quiet', '.', 'clone')
  expect(await treeOf(join(cwd, 'clone/x'))).toEqual(written)
  expect(await readFile(join(cwd, 'clone/x/public/dot.png'))).toEqual(binary)
  expect(Object.values(written).filter((content) => content.includes('\r') && !content.includes('\0'))).toEqual([])
})

test('0: a clone with a .gitattributes of its own: theirs go on deciding', async () => {
  const { run, cwd, env } = await machine(goodPrograms, process.cwd())
  await outputFile(join(cwd, '.gitattributes'), '*.bat text eol=crlf\n')
  expect((await run('.', '-f', framework, '--name', 'x', '--no-install')).exitCode).toBe(0)
  const { stdout } = await execa('git', ['check-attr', 'eol', 'a.bat', 'a.sh'], { cwd, env, extendEnv: false })
  expect(stdout).toBe('a.bat: eol: crlf\na.sh: eol: lf')
})

import { cp, mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { goodPrograms, type Machine, machine } from '../../harness/tool/machine.ts'
import { treeOf } from '../../harness/tree.ts'
import { frameworkNames } from '../../src/template/read-template.ts'

const [framework = ''] = frameworkNames('templates')
const { version } = JSON.parse(await readFile('package.json', 'utf8'))

/** Runs the command from a README as it would be pasted into a shell, but with the tool of this checkout. */
async function runAgain(readme: string, { cwd, env, bin }: Machine): Promise<string> {
  const [, command = ''] = /.*\n```\n([^`].*)\n```\n$/s.exec(await readFile(readme, 'utf8')) ?? []
  const start = `npx create-o2switch-rust@${version} `
  expect(command.startsWith(start), command).toBe(true)
  const line = `"${process.execPath}" "${bin}" --no-install --no-git ${command.slice(start.length)}`
  await execa('sh', ['-c', line], { cwd, env, extendEnv: false, stdin: 'ignore' })
  return command
}

const ways: [folder: string, typed: string, more: string[]][] = [
  ['my-api', 'my-api', []],
  ['my-api', 'my-api', ['--lang', 'fr']],
  ['Mon API', 'Mon API', []],
  [`it's "mine" $(touch pwned) \`touch pwned\``, `it's "mine" $(touch pwned) \`touch pwned\``, ['--name', 'x']],
  ['doctor', './doctor', ['--name', 'clinic']],
  ['-x', './-x', []],
  ['~', './~', ['--name', 'x']],
  [' x ', './ x /', []],
  ['back\\slash$(touch pwned)', 'back\\slash$(touch pwned)', []],
  ['plain', 'plain', ['--name', 'a\n`b` "$(touch pwned)"\\']],
  ['ours', 'ours', ['--template', `our's \\$(touch pwned)`]],
  ['ours', 'ours', ['--template', './-starter']],
  ['checked', 'checked', ['--ci', 'gitlab']],
  ['unchecked', 'unchecked', ['--ci', 'none']],
  ['shared', 'shared', ['--target-dir', 'the target\\$(touch pwned)']],
]

test.each(ways)(
  'the README of %j, created with %j %j, has the command that recreates it',
  async (folder, typed, more) => {
    const here = await machine(goodPrograms, process.cwd()) // the real templates
    const project = join(here.cwd, folder)
    for (const starter of [`our's \\$(touch pwned)`, '-starter'])
      await cp(join('templates/frameworks', framework), join(here.cwd, starter), { recursive: true })
    const which = more.includes('--template') ? [] : ['--framework', framework]
    const { exitCode, stderr } = await here.run(typed, ...which, ...more, '--no-install', '--no-git')
    expect(exitCode, stderr).toBe(0)

    const first = join(here.cwd, 'first')
    await rename(project, first)
    const command = await runAgain(join(first, 'README.md'), here)
    expect(await treeOf(project), command).toEqual(await treeOf(first))
    expect(Object.keys(await treeOf(here.cwd))).not.toContain('pwned')
  },
)

test('for a project created in the current folder, the recreate command works from its parent folder', async () => {
  const here = await machine(goodPrograms, process.cwd())
  const cwd = join(here.cwd, 'some where')
  await mkdir(cwd)
  const start = [here.bin, '.', '-f', framework, '--no-install', '--no-git']
  await execa(process.execPath, start, { cwd, env: here.env, extendEnv: false, stdin: 'ignore' })
  await rename(cwd, join(here.cwd, 'first'))
  await runAgain(join(here.cwd, 'first/README.md'), here)
  expect(await treeOf(cwd)).toEqual(await treeOf(join(here.cwd, 'first')))
})

test('package.json records the version, a digest of the templates and all answers', async () => {
  const { run, cwd } = await machine(goodPrograms, process.cwd())
  await run('x', '-f', framework, '--no-install', '--no-git')
  const manifest = JSON.parse(await readFile(join(cwd, 'x/package.json'), 'utf8'))
  expect(manifest['create-o2switch-rust']).toEqual({
    version,
    templates: expect.stringMatching(/^[0-9a-f]{64}$/),
    answers: { name: 'x', framework, packageManager: 'npm', ci: 'github', language: 'en' },
  })
})

test('scripts/o2switch.sha256 has the checksums of the files as written, next to existing files', async () => {
  const { run, cwd } = await machine(goodPrograms, process.cwd())
  await outputFile(join(cwd, 'x/.gitignore'), 'mine\n')
  await outputFile(join(cwd, 'x/README.md'), 'mine\n')
  const { exitCode } = await run('x', '-f', framework, '--no-install', '--no-git')
  expect(exitCode).toBe(0)
  const { stdout } = await execa('sha256sum', ['--check', 'scripts/o2switch.sha256'], { cwd: join(cwd, 'x') })
  const checked = stdout.split('\n').map((line) => line.replace(/: OK$/, ''))
  expect(checked).toEqual(expect.arrayContaining(['.gitignore', 'README.o2switch.md', 'src/app.rs', 'package.json']))
  expect(checked).not.toContain('README.md')
})

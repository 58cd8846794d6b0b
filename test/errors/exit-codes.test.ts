import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { copy, outputFile, pathExists } from 'fs-extra/esm'
import { expect, inject, test } from 'vitest'
import { emptyFolder, filesIn } from '../../harness/folder.ts'
import { goodPrograms, machine, npm, project, runTool } from '../../harness/tool/machine.ts'
import { parseAs } from '../../harness/tool/schema.ts'
import type { ResultDocument } from '../../src/report/result.ts'

test('0: a project is written, installed, committed and built', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout, stderr } = await run('my-api', '--framework', 'plain')

  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^\nYour API is in my-api: Plain, addon of 7 bytes, in .+\.\n/)
  expect(stdout).toContain('Next:\n  cd my-api\n  npm run dev\n  npm run bundle\n')
  expect(stdout).not.toContain('deploy') // its package.json has no such script
  expect(stderr.split('\n').map((line) => line.replace(/ done in .*/, ''))).toEqual([
    'Check npm, cargo, rustc, C linker and disk space…',
    'my-api: Plain, 11 files in my-api, then npm install, git commit, npm run build.',
    'Write the files…',
    'npm install…',
    'git commit…',
    'npm run build…',
    '',
  ])
  expect(await filesIn(join(cwd, 'my-api'))).toEqual([...project, '.git', 'app.node', 'node_modules'].sort())
})

test('0: "." is the current folder, and the next steps need no cd', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout } = await run('.', '--framework', 'plain')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('in this folder')
  expect(stdout).toContain('Next:\n  npm run dev\n')
  expect(await filesIn(cwd)).toEqual([...project, '.git', 'app.node', 'node_modules'].sort())
})

test('0: parent folders are created, and a changed project name is reported', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout, stderr } = await run(join(cwd, 'a/b/Ma Boutique'), '--framework', 'plain')
  expect(exitCode).toBe(0)
  expect(stderr).toContain('The project is named ma-boutique')
  expect(stdout).toContain("  cd 'a/b/Ma Boutique'\n")
  expect(JSON.parse(await readFile(join(cwd, 'a/b/Ma Boutique/package.json'), 'utf8')).name).toBe('ma-boutique')
})

test('0: --no-install also skips the build, and the next steps list both', async () => {
  const { run, cwd } = await machine({ git: 'real' })
  const { exitCode, stdout } = await run('my-api', '--framework', 'plain', '--no-install', '--no-git')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('  cd my-api\n  npm install\n  npm run build\n  npm run dev\n')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual(project)
})

test('0: --no-build needs no cargo', async () => {
  const { run } = await machine({ npm, git: 'real' })
  const { exitCode, stdout } = await run('my-api', '--framework', 'plain', '--no-build')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('  cd my-api\n  npm run build\n')
})

test('0: --yes uses the defaults', async () => {
  const { run, cwd } = await machine()
  expect((await run('--yes')).exitCode).toBe(0)
  expect(await readFile(join(cwd, 'my-api/src/app.rs'), 'utf8')).toBe('// plain\n')
})

test('0: stdout may be closed before the end', async () => {
  const { cwd, env, bin } = await machine()
  const child = runTool({ cwd, env, bin }, ['my-api', '--framework', 'plain'])
  child.stdout.destroy()
  const { exitCode, stderr } = await child
  expect(exitCode).toBe(0)
  expect(stderr).not.toContain('EPIPE')
})

test('1: a result that cannot be written to stdout is reported on stderr', async () => {
  const { cwd, env, bin } = await machine()
  const onFullDisk = ['-c', 'exec "$0" "$@" > /dev/full', process.execPath, bin]
  for (const args of [['my-api', '-f', 'plain'], ['other', '-f', 'plain', '--json'], ['doctor'], ['--help']]) {
    const { exitCode, stderr } = await execa('sh', [...onFullDisk, ...args], { cwd, env, reject: false })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/Cannot write the output: the disk is full$/)
  }
  expect(await pathExists(join(cwd, 'my-api/app.node'))).toBe(true)
})

test('1: a bug of ours shows the stack and where to report it, and leaves nothing behind', async () => {
  const tool = await emptyFolder()
  await copy(inject('tool'), tool)
  await outputFile(join(tool, 'templates/base/broken.txt.hbs'), '{{no.such.value}}')
  const { run, cwd } = await machine(goodPrograms, tool)
  const { exitCode, stdout, stderr } = await run('a/my-api', '--framework', 'plain')
  expect(exitCode).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toContain('broken.txt.hbs cannot be rendered')
  expect(stderr).toMatch(/\n +at /)
  expect(stderr).toContain('https://github.com/create-o2switch-rust/create-o2switch-rust/issues')
  expect(await filesIn(cwd)).toEqual([])

  const document = parseAs<ResultDocument>('result', (await run('x', '-f', 'plain', '--json')).stdout)
  expect(document).toMatchObject({ exitCode: 1, error: { kind: 'bug' } })
})

const misuses: [why: string, args: string[], says: (string | RegExp)[]][] = [
  [
    'an empty command line without a terminal',
    [],
    ['There is no terminal to prompt on.', "the project's folder and the framework", 'my-api --framework plain|fancy'],
  ],
  [
    'a misspelled command',
    ['docter'],
    ['If you meant the command: create-o2switch-rust doctor', 'Missing: the framework'],
  ],
  ['a missing framework', ['x'], ['Missing: the framework', '--framework plain|fancy']],
  ['a missing folder', ['--framework', 'plain'], ["Missing: the project's folder"]],
  [
    'a misspelled framework',
    ['x', '--framework', 'fanzy'],
    ['Unknown framework "fanzy"', 'Did you mean fancy?', 'plain, fancy'],
  ],
  ['an unknown framework', ['x', '--framework', 'zzzzzzzz'], ['"zzzzzzzz".\n  Frameworks: plain, fancy']],
  ['a misspelled option', ['x', '--framwork', 'plain'], ['Unknown option --framwork', 'Did you mean --framework?']],
  ['a misspelled option with a value', ['x', '--framwork=plain'], ['option --framwork.', 'Did you mean --framework?']],
  ['an option that exists only negated', ['x', '-f', 'plain', '--install'], [/option --install\.\n(?!.*--no-install)/]],
  ['a long option with one dash', ['-framework', 'plain', 'x'], ['option -framework.', 'Did you mean --framework?']],
  ['a short option in the wrong case', ['-v'], ['Unknown option -v.', 'Did you mean -V?']],
  ['a misspelled package manager', ['x', '-f', 'plain', '--package-manager', 'pmpn'], ['Did you mean pnpm?']],
  ['a language in upper case', ['x', '-f', 'plain', '--lang', 'FR'], ['Did you mean fr?']],
  ['an unknown language', ['x', '-f', 'plain', '--lang', 'de'], ['"de" for --lang.\n  Valid values: en, fr']],
  [
    'a misspelled option of doctor',
    ['doctor', '--jsn'],
    ['Did you mean --json?', 'create-o2switch-rust doctor --help'],
  ],
  ['an option without its value', ['x', '--framework'], ['The option --framework needs a value.']],
  ['an option in place of a name', ['x', '--name', '--yes'], ['The option --name needs a value.']],
  ['an option in place of a folder', ['x', '--target-dir', '--no-git'], ['The option --target-dir needs a value.']],
  ['one argument too many', ['x', 'y', '--framework', 'plain'], ['Too many arguments: y.']],
  ['a Rust keyword', ['self', '-f', 'plain'], ['"self" is a Rust keyword', '"self-api"']],
  ["a dependency's name", ['tokio', '-f', 'plain'], ['a crate that the project needs']],
  ['a name without letters', ['日本', '-f', 'plain'], ['needs a letter', '"my-api"']],
  ['a space around the name', [' x', '-f', 'plain'], ['starts or ends with a space', '"x"']],
  ['a path with a colon', ['a:b', '-f', 'plain'], ['/a:b" contains a ":"']],
  ['an empty name', ['', '-f', 'plain'], ['is empty']],
  ['a line break in the name', ['a\nb', '-f', 'plain'], ['line break']],
  ['the parent folder, which is not empty', ['..', '-f', 'plain'], ['is not empty']],
  ['a parent that accepts no folders', ['/proc/my-api', '-f', 'plain'], ['cannot be written to']],
  ['a name too long for any file system', ['x'.repeat(300), '-f', 'plain'], ['too long']],
]

test.each(misuses)('2: %s is rejected, and nothing is written', async (_, args, says) => {
  const { run, cwd } = await machine()
  const { exitCode, stdout, stderr } = await run(...args)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  for (const words of says) expect(stderr).toMatch(words)
  expect(stderr).toContain('Nothing was written.')
  expect(await filesIn(cwd)).toEqual([])
})

test('2: a current folder that no longer exists is reported', async () => {
  const { cwd, bin } = await machine()
  const script = 'cd "$1" && rmdir "$1" && exec "$0" "$2" x -f plain'
  const { exitCode, stderr } = await execa('sh', ['-c', script, process.execPath, cwd, bin], { reject: false })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('The current folder no longer exists.')
})

test('2: a folder that is not empty is left alone', async () => {
  const { run, cwd } = await machine()
  await outputFile(join(cwd, 'my-api/notes.txt'), 'mine')
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('it contains notes.txt')
  expect(await filesIn(cwd)).toEqual(['my-api', 'my-api/notes.txt'])
})

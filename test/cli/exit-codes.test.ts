import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copy, outputFile, pathExists } from 'fs-extra/esm'
import { expect, inject, test } from 'vitest'
import { emptyFolder, filesIn } from './folder.ts'
import { cargo, goodPrograms, isAlive, machine, npm, pidsIn, runTool, rustc } from './machine.ts'

const project = [
  '.gitignore',
  'Cargo.lock',
  'Cargo.toml',
  'braces.txt',
  'hello.sh',
  'package.json',
  'src',
  'src/app.rs',
]

test('0: a project is written, installed, committed and built', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout, stderr } = await run('my-api', '--framework', 'plain')

  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^\nYour API is in my-api: Plain, addon of 7 bytes, in .+\.\n/)
  expect(stdout).toContain('Next:\n  cd my-api\n  npm run dev\n  npm run bundle\n')
  expect(stdout).not.toContain('deploy') // its package.json has no such script
  expect(stderr.split('\n').map((line) => line.replace(/ done in .*/, ''))).toEqual([
    'Write the files…',
    'npm install…',
    'git commit…',
    'npm run build…',
    '',
  ])
  expect(await filesIn(join(cwd, 'my-api'))).toEqual([...project, '.git', 'app.node', 'node_modules'].sort())
})

test('0: "." is the folder one stands in, and needs no cd', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout } = await run('.', '--framework', 'plain')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('in this folder')
  expect(stdout).toContain('Next:\n  npm run dev\n')
  expect(await filesIn(cwd)).toEqual([...project, '.git', 'app.node', 'node_modules'].sort())
})

test('0: folders on the way are made, and a name that had to be mended is told', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout, stderr } = await run(join(cwd, 'a/b/Ma Boutique'), '--framework', 'plain')
  expect(exitCode).toBe(0)
  expect(stderr).toContain('The project is called ma-boutique')
  expect(stdout).toContain("  cd 'a/b/Ma Boutique'\n")
  expect(JSON.parse(await readFile(join(cwd, 'a/b/Ma Boutique/package.json'), 'utf8')).name).toBe('ma-boutique')
})

test('0: --no-install also leaves out the build, and the report has both', async () => {
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

test('0: --yes takes the defaults', async () => {
  const { run, cwd } = await machine()
  expect((await run('--yes')).exitCode).toBe(0)
  expect(await readFile(join(cwd, 'my-api/src/app.rs'), 'utf8')).toBe('// plain\n')
})

test('0: the reader of stdout may leave before the end', async () => {
  const { cwd, env, bin } = await machine()
  const child = runTool({ cwd, env, bin }, ['my-api', '--framework', 'plain'])
  child.stdout.destroy()
  const { exitCode, stderr } = await child
  expect(exitCode).toBe(0)
  expect(stderr).not.toContain('EPIPE')
})

test('1: our own bug shows the stack and where to report it, and leaves nothing behind', async () => {
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
})

const misuses: [why: string, args: string[], says: (string | RegExp)[]][] = [
  ['nothing given', [], ["the project's folder and the framework", 'my-api --framework plain|fancy']],
  ['no framework', ['x'], ['Missing: the framework', '--framework plain|fancy']],
  ['no folder', ['--framework', 'plain'], ["Missing: the project's folder"]],
  ['unknown framework', ['x', '--framework', 'fanzy'], ['no framework "fanzy"', 'Did you mean fancy?', 'plain, fancy']],
  ['framework of no likeness', ['x', '--framework', 'zzzzzzzz'], ['"zzzzzzzz".\n  The frameworks are: plain, fancy']],
  ['unknown option', ['x', '--framwork', 'plain'], ["Unknown option '--framwork'", 'Did you mean --framework?']],
  ['option without its value', ['x', '--framework'], ['argument missing']],
  ['one argument too many', ['x', 'y', '--framework', 'plain'], ['Too many arguments']],
  ['a Rust keyword', ['self', '-f', 'plain'], ['"self" is a Rust keyword', '"self-api"']],
  ["a dependency's name", ['tokio', '-f', 'plain'], ['a crate that the project needs']],
  ['a name without letters', ['日本', '-f', 'plain'], ['needs a letter', '"my-api"']],
  ['an empty name', ['', '-f', 'plain'], ['is empty']],
  ['a line break in the name', ['a\nb', '-f', 'plain'], ['line break']],
  ['the folder above, which holds this one', ['..', '-f', 'plain'], ['is not empty']],
  ['a place that takes no folders', ['/proc/my-api', '-f', 'plain'], ['cannot be written to']],
  ['a name that no disk takes', ['x'.repeat(300), '-f', 'plain'], ['too long']],
]

test.each(misuses)('2: %s', async (_, args, says) => {
  const { run, cwd } = await machine()
  const { exitCode, stdout, stderr } = await run(...args)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  for (const words of says) expect(stderr).toMatch(words)
  expect(stderr).toContain('Nothing was written.')
  expect(await filesIn(cwd)).toEqual([])
})

test('2: a folder that holds something is left alone', async () => {
  const { run, cwd } = await machine()
  await outputFile(join(cwd, 'my-api/notes.txt'), 'mine')
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('it holds notes.txt')
  expect(await filesIn(cwd)).toEqual(['my-api', 'my-api/notes.txt'])
})

test('3: without Rust the project is written, installed and committed', async () => {
  const { run, cwd } = await machine({ npm, git: 'real' })
  const { exitCode, stdout, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stdout).toBe('')
  expect(stderr).toContain('Rust is not installed. The project is written, but not built.')
  expect(stderr).toContain("curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh")
  expect(stderr).toContain('    cd my-api\n    npm run build\n')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual([...project, '.git', 'node_modules'].sort())
})

test('3: Rust that is not on the PATH yet', async () => {
  const { run, env } = await machine({ npm })
  await outputFile(join(env.HOME ?? '', '.cargo/bin/cargo'), '')
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('which is not on your PATH: open a new terminal')
})

test('3: Rust that is too old', async () => {
  const old = `# Stands for a rustc of long ago.\necho "rustc 1.9.0 (0000000 2016-05-18)"`
  const { run } = await machine({ npm, cargo, rustc: old })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('Rust 1.9.0 is too old, the project needs 1.88')
  expect(stderr).toContain('rustup update stable')
})

test('3: a rustup without a toolchain', async () => {
  const proxy =
    '# Stands for the proxy that rustup puts in the place of cargo.\necho "no default toolchain" >&2; exit 1'
  const { run } = await machine({ npm, cargo: proxy, rustc: proxy })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('rustup default stable')
})

test('3: without npm the project is written', async () => {
  const { run, cwd } = await machine({ cargo, rustc, git: 'real' })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('npm does not answer')
  expect(stderr).toContain('    cd my-api\n    npm install\n    npm run build\n')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual([...project, '.git'].sort())
})

const failingInstall = `# Stands for an npm that cannot install, and has much to say about it.
[ "$1" = --version ] && exit
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do echo "line $i." >&2; done
exit 7`

test('4: a failed install shows the end of what npm said, and leaves the project', async () => {
  const { run, cwd } = await machine({ ...goodPrograms, npm: failingInstall })
  const { exitCode, stdout, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(4)
  expect(stdout).toBe('')
  expect(stderr).toContain('npm install failed (exit code 7).')
  expect(stderr).toContain('\nline 6.\n')
  expect(stderr).toContain('\nline 30.\n')
  expect(stderr).not.toContain('line 5.\n')
  expect(stderr).toContain('all there, in my-api')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual(project)
})

test('4: a failed build', async () => {
  const failing = `# Stands for an npm whose build fails.\ncase "$*" in run*) echo "error[E0308]" >&2; exit 1 ;; esac`
  const { run, cwd } = await machine({ ...goodPrograms, npm: failing })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(4)
  expect(stderr).toContain('error[E0308]')
  expect(stderr).toContain('npm run build failed (exit code 1).')
  expect(stderr).toContain('    cd my-api\n    npm run build\n')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual([...project, '.git'].sort())
})

const endless = `# Stands for an npm that takes long: it and its child write down who they are, then work and never end.
[ "$1" = --version ] && exit
echo $$ >> "$HOME/pids"
sh -c 'echo $$ >> "$HOME/pids"; while :; do sleep 1; done' &
wait`

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s during the install ends the children and says where the files are: %i', async (signal, code) => {
  const { cwd, env, bin } = await machine({ ...goodPrograms, npm: endless })
  const child = runTool({ cwd, env, bin }, ['my-api', '--framework', 'plain'])
  const pids = await pidsIn(join(env.HOME ?? '', 'pids'), 2)
  expect(await Promise.all(pids.map(isAlive))).toEqual([true, true])
  child.kill(signal)

  const { exitCode, stdout, stderr } = await child
  expect(exitCode).toBe(code)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/Cancelled\. .* in my-api; to go on: cd my-api && npm install && npm run build/)
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
  expect(await pathExists(join(cwd, 'my-api/package.json'))).toBe(true)
})

import { join } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { cargo, goodPrograms, machine, npm, project, rustc } from '../../harness/tool/machine.ts'

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

test('3: Rust that is not on the PATH yet is reported with how to add it', async () => {
  const { run, env } = await machine({ npm })
  await outputFile(join(env.HOME ?? '', '.cargo/bin/cargo'), '')
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('cargo is not on your PATH.')
  expect(stderr).toContain('  . "$HOME/.cargo/env" (or open a new terminal)\n')
})

test('3: Rust that is too old is reported with how to update it', async () => {
  const old = `# Stands for a very old rustc.\necho "rustc 1.9.0 (0000000 2016-05-18)"`
  const { run } = await machine({ npm, cargo, rustc: old })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('Rust 1.9.0 is too old; the project needs 1.88')
  expect(stderr).toContain('rustup update stable')
})

test('3: rustup without a toolchain is reported with how to install one', async () => {
  const proxy = '# Stands for the proxy that rustup installs as cargo.\necho "no default toolchain" >&2; exit 1'
  const { run } = await machine({ npm, cargo: proxy, rustc: proxy })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('Rust is installed but does not work: no default toolchain.')
  expect(stderr).toContain('rustup default stable')
})

test('3: a rustc that prints no version is reported with its output', async () => {
  const { run } = await machine({ npm, cargo, rustc: '# Stands for another program named rustc.\necho hello' })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('Rust is installed but does not work: hello.')
})

test('3: without a C compiler the project is written and installed', async () => {
  const { run, cwd } = await machine({ ...goodPrograms, cc: 'absent' })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('Rust finds no C compiler (cc) to link with. The project is written, but not built.')
  expect(stderr).toContain('    cd my-api\n    npm run build\n')
  expect(stderr).not.toContain('npm run build…')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual([...project, '.git', 'node_modules'].sort())
})

test('0: --no-build needs no C compiler', async () => {
  const { run } = await machine({ ...goodPrograms, cc: 'absent' })
  expect((await run('my-api', '--framework', 'plain', '--no-build')).exitCode).toBe(0)
})

test('3: without npm the project is written', async () => {
  const { run, cwd } = await machine({ cargo, rustc, git: 'real' })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('npm does not work')
  expect(stderr).toContain('    cd my-api\n    npm install\n    npm run build\n')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual([...project, '.git'].sort())
})

const failingInstall = `# Stands for an npm whose install fails with a lot of output.
[ "$1" = --version ] && echo 11.0.0 && exit
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do echo "line $i." >&2; done
exit 7`

test("4: a failed install shows the end of npm's output and leaves the project", async () => {
  const { run, cwd } = await machine({ ...goodPrograms, npm: failingInstall })
  const { exitCode, stdout, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(4)
  expect(stdout).toBe('')
  expect(stderr).toContain('npm install failed (exit code 7).')
  expect(stderr).toContain('\nline 6.\n')
  expect(stderr).toContain('\nline 30.\n')
  expect(stderr).not.toContain('line 5.\n')
  expect(stderr).toContain('All project files are in my-api')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual(project)
})

test("4: a failed build shows the compiler's error and leaves the project", async () => {
  const failing = `# Stands for an npm whose build fails.\ncase "$*" in --version) echo 11.0.0 ;; run*) echo "error[E0308]" >&2; exit 1 ;; esac`
  const { run, cwd } = await machine({ ...goodPrograms, npm: failing })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(4)
  expect(stderr).toContain('error[E0308]')
  expect(stderr).toContain('npm run build failed (exit code 1).')
  expect(stderr).toContain('    cd my-api\n    npm run build\n')
  expect(await filesIn(join(cwd, 'my-api'))).toEqual([...project, '.git'].sort())
})

test('4: a failed install also reports that Rust is missing', async () => {
  const { run } = await machine({ npm: failingInstall })
  const { exitCode, stderr } = await run('my-api', '--framework', 'plain')
  expect(exitCode).toBe(4)
  expect(stderr).toContain('  Also, Rust is not installed.\n  Install Rust: ')
})

test('4: a build that succeeds without producing an addon fails the run', async () => {
  const idle = `# Stands for an npm that builds nothing.\n[ "$1" = --version ] && echo 11.0.0 || :`
  const { run } = await machine({ ...goodPrograms, npm: idle })
  const { exitCode, stdout, stderr } = await run('x', '-f', 'plain', '--no-git')
  expect(exitCode).toBe(4)
  expect(stdout).toBe('')
  expect(stderr).toContain('npm run build failed (it produced no app.node).')
  expect(stderr).toContain('    cd x\n    npm run build\n')
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { openTerminal } from '../../harness/terminal.ts'
import { goodPrograms, machine, npm, runTool } from '../../harness/tool/machine.ts'

test('does not wait for input from a pipe that stays open', async () => {
  const { cwd, env, bin } = await machine()
  const options = { cwd, env, extendEnv: false, reject: false, stdin: 'pipe' as const, timeout: 20_000 }
  const { exitCode, stderr } = await execa(process.execPath, [bin], options)
  expect(exitCode).toBe(2)
  expect(stderr).toContain('There is no terminal to prompt on.')
})

test('asks nothing when stdin is closed', async () => {
  const { cwd, env, bin } = await machine()
  const { exitCode, stderr } = await execa('sh', ['-c', '"$0" "$1" x <&-', process.execPath, bin], {
    cwd,
    env,
    extendEnv: false,
    reject: false,
  })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('Missing: the framework. There is no terminal to prompt on.')
  expect(await filesIn(cwd)).toEqual([])
})

test('asks nothing at a terminal when stdout is piped', async () => {
  const here = await machine()
  const piped = join(here.cwd, '../piped.cjs')
  await outputFile(
    piped,
    `const { status } = require('child_process').spawnSync(process.execPath, ['${here.bin}'], { stdio: [0, 'pipe', 2] })
    process.exitCode = status`,
  )
  const { exitCode, text } = openTerminal({ ...here, bin: piped }, [])
  expect(await exitCode).toBe(2)
  expect(text()).toContain('No questions are asked when the output goes to a file or a pipe.')
})

test('asks questions with CI=false, CI=0 or an empty CI', async () => {
  for (const CI of ['false', '0', '']) {
    const { sees, kill } = openTerminal(await machine(), [], { CI })
    await sees('Which folder')
    kill('SIGKILL')
  }
})

test('a flag wins over the default of --yes', async () => {
  const { run, cwd } = await machine()
  expect((await run('--yes', '-f', 'fancy')).exitCode).toBe(0)
  expect(await readFile(join(cwd, 'my-api/src/app.rs'), 'utf8')).toBe('// fancy\n')
  expect((await run('other', '--yes')).exitCode).toBe(0)
  expect(await readFile(join(cwd, 'other/src/app.rs'), 'utf8')).toBe('// plain\n')
})

test('missing tools are reported before the first question', async () => {
  const { sees, kill } = openTerminal(await machine({ npm }), [])
  await sees('Rust is not installed')
  await sees('Which folder')
  kill('SIGKILL')
})

test('the package manager that started the tool installs the project and appears in the next steps and the README', async () => {
  const { cwd, env, bin } = await machine({ ...goodPrograms, pnpm: npm }, process.cwd()) // the real templates
  const pnpm = { cwd, bin, env: { ...env, npm_config_user_agent: 'pnpm/10.34.9 npm/? node/v20.20.2 linux x64' } }
  const { exitCode, stdout, stderr } = await runTool(pnpm, ['x', '--yes', '--no-build', '--no-git'])
  expect(exitCode).toBe(0)
  expect(stderr).toContain('pnpm install… done in')
  expect(stdout).toContain('  pnpm run build\n  pnpm run dev\n')
  const readme = await readFile(join(cwd, 'x/README.md'), 'utf8')
  expect(readme).toContain('| `pnpm run dev` |')
  expect(readme).toMatch(/\npnpm create o2switch-rust@\S+ x --framework /)
  expect(readme).not.toContain('npx')
})

test('3: a missing package manager is reported with how to install it, and the project is written', async () => {
  const { run, cwd } = await machine({ ...goodPrograms, npm: 'absent' })
  const { exitCode, stdout, stderr } = await run('x', '-f', 'plain', '--package-manager', 'yarn')
  expect(exitCode).toBe(3)
  expect(stdout).toBe('')
  expect(stderr).toContain('yarn does not work: it is not on your PATH. The project is written, but not built.')
  expect(stderr).toContain('npm install --global yarn')
  expect(stderr).toContain('    cd x\n    yarn install\n    yarn run build\n')
  expect(stderr).not.toMatch(/ENOENT|\n +at /)
  expect(await filesIn(cwd)).toContain('x/Cargo.toml')
})

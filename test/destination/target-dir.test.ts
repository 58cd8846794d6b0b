import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { goodPrograms, machine, runTool } from '../../harness/tool/machine.ts'

test("--target-dir is written as an absolute path to cargo's config, which is not committed", async () => {
  const { run, cwd, env } = await machine()
  const { exitCode } = await run('a/x', '-f', 'plain', '--target-dir', 'it\'s "shared"', '--no-build')
  expect(exitCode).toBe(0)
  const config = await readFile(join(cwd, 'a/x/.cargo/config.toml'), 'utf8')
  expect(config).toContain(`target-dir = ${JSON.stringify(join(cwd, 'it\'s "shared"'))}`)
  const { stdout } = await execa('git', ['ls-files'], { cwd: join(cwd, 'a/x'), env, extendEnv: false })
  expect(stdout).toContain('package.json')
  expect(stdout).not.toContain('.cargo')
})

test('without --target-dir there is no cargo config', async () => {
  const { run, cwd } = await machine()
  await run('x', '-f', 'plain', '--no-install')
  expect(await filesIn(join(cwd, 'x'))).not.toContain('.cargo')
})

test('2: an empty --target-dir is rejected', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stderr } = await run('x', '-f', 'plain', '--target-dir', '')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('The folder name is empty.')
  expect(await filesIn(cwd)).toEqual([])
})

test.each([
  ['x', 'x'],
  ['x', 'x/target'],
  ['x', '.'],
  ['.', 'target'],
  ['a/x', 'a'],
])(
  '2: the project %s with the target folder %s is rejected, since one contains the other',
  async (project, targetDir) => {
    const { run, cwd } = await machine()
    const { exitCode, stderr } = await run(project, '-f', 'plain', '--name', 'x', '--target-dir', targetDir)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('must not contain one another')
    expect(await filesIn(cwd)).toEqual([])
  },
)

test('CARGO_TARGET_DIR: a name that is in use there is rejected, unless the path is relative to the project', async () => {
  const here = await machine()
  const other = join(here.cwd, 'other')
  await outputFile(join(other, 'Cargo.toml'), '')
  await outputFile(join(here.cwd, 'target/release/libx.d'), `${here.cwd}/target/release/libx.so: ${other}/src/lib.rs\n`)
  const runWith = (CARGO_TARGET_DIR: string) =>
    runTool({ ...here, env: { ...here.env, CARGO_TARGET_DIR } }, ['x', '-f', 'plain', '--no-install', '--no-git'])
  const rejected = await runWith(join(here.cwd, 'target'))
  expect(rejected.exitCode).toBe(2)
  expect(rejected.stderr).toContain('cargo would confuse the two')
  expect((await runWith('target')).exitCode).toBe(0)
})

test('2: two projects with the same name cannot share a target folder, even if neither has been built', async () => {
  const { run, cwd } = await machine()
  const create = (folder: string) => run(folder, '-f', 'plain', '--target-dir', 'shared', '--no-build', '--no-git')
  expect((await create('a/x')).exitCode).toBe(0)
  const second = await create('b/x')
  expect(second.exitCode).toBe(2)
  expect(second.stderr).toContain(`the name "x" is already used by ${join(cwd, 'a/x')}`)
  expect(await filesIn(cwd)).not.toContain('b')
})

test('2: two projects with the same name cannot share a target folder that a config file of cargo names', async () => {
  const cargo = `# Stands for a cargo that builds everything in one folder, which a config file says.
case "$1" in
  metadata) echo "{\\"target_directory\\":\\"$HOME/shared\\"}" ;;
  *) echo "cargo 1.90.0 (0000000 2026-01-01)" ;;
esac`
  const { run, cwd } = await machine({ ...goodPrograms, cargo })
  const create = (folder: string) => run(folder, '-f', 'plain', '--no-git')
  expect((await create('a/x')).exitCode).toBe(0)
  expect(await create('b/x')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(`the name "x" is already used by ${join(cwd, 'a/x')}`),
  })
  expect((await run('b/x', '-f', 'plain', '--dry-run')).exitCode).toBe(2)
})

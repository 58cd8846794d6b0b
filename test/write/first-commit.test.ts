import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { pathExists } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { goodPrograms, type Machine, machine, npm, runTool, writeScript } from '../../harness/tool/machine.ts'

const args = ['my-api', '-f', 'plain', '--no-build']

async function git({ cwd, env }: Machine, ...args: string[]): Promise<string> {
  const { stdout } = await execa('git', args, { cwd: join(cwd, 'my-api'), env, extendEnv: false })
  return stdout
}

test('the first commit is on main and contains everything that is not ignored', async () => {
  const here = await machine()
  expect((await here.run(...args)).exitCode).toBe(0)
  expect(await git(here, 'log', '--format=%s by %an')).toMatch(/^Start from create-o2switch-rust \d.* by A Person$/)
  expect(await git(here, 'branch', '--show-current')).toBe('main')
  expect(await git(here, 'status', '--short')).toBe('')
  expect((await git(here, 'ls-files')).split('\n')).toContain('.gitignore')
  expect(await git(here, 'ls-files')).not.toContain('node_modules')
})

test('without git there is no repository, and the run succeeds', async () => {
  const here = await machine({ npm })
  const { exitCode, stderr } = await here.run(...args)
  expect(exitCode).toBe(0)
  expect(stderr).toContain('git commit… git is not installed')
})

test('--no-git creates no repository', async () => {
  const here = await machine()
  const { exitCode, stderr } = await here.run(...args, '--no-git')
  expect(exitCode).toBe(0)
  expect(stderr).not.toContain('git')
  expect(await pathExists(join(here.cwd, 'my-api/.git'))).toBe(false)
})

test('without a git identity, the repository is created but nothing is committed', async () => {
  const here = await machine()
  await rm(join(here.env.HOME ?? '', '.gitconfig'))
  const { exitCode, stderr } = await here.run(...args)
  expect(exitCode).toBe(0)
  expect(stderr).toContain('git does not know your name and email yet')
  expect(await git(here, 'branch', '--show-current')).toBe('main')
  await expect(git(here, 'log')).rejects.toThrow('does not have any commits yet')
})

test('inside a repository, no other one is created', async () => {
  const here = await machine()
  await execa('git', ['init', '--quiet'], { cwd: here.cwd, env: here.env, extendEnv: false })
  const { exitCode, stderr } = await here.run(...args)
  expect(exitCode).toBe(0)
  expect(stderr).toContain('already inside a repository')
  expect(await pathExists(join(here.cwd, 'my-api/.git'))).toBe(false)
})

test("inside another user's repository, where git refuses to work, no other one is created", async () => {
  const here = await machine()
  await execa('git', ['init', '--quiet'], { cwd: here.cwd, env: here.env, extendEnv: false })
  const env = { ...here.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' } // git's own test hook
  const { exitCode, stderr } = await runTool({ ...here, env }, args)
  expect(exitCode).toBe(0)
  expect(stderr).toContain(
    'git does not work here, so committing is up to you: detected dubious ownership in repository at ',
  )
  expect(await pathExists(join(here.cwd, 'my-api/.git'))).toBe(false)
})

test('the messages of git are understood in any locale', async () => {
  const { stdout: git } = await execa('sh', ['-c', 'command -v git'])
  const polyglot = `# Stands for a git with translations.
[ "$LC_ALL" = C ] && no="not a git repository" || no="ni ceci ni un dépôt git"
case "$*" in *rev-parse*) echo "fatal: $no" >&2; exit 128 ;; *) exec ${git} "$@" ;; esac`
  const here = await machine({ ...goodPrograms, git: polyglot })
  expect((await here.run(...args)).stderr).toMatch(/git commit… done in/)
})

test("started from a git hook, the hook's repository is not used", async () => {
  const here = await machine()
  const other = join(here.env.HOME ?? '', 'other')
  await execa('git', ['init', '--quiet', other], { env: here.env, extendEnv: false })
  const inHook = { ...here.env, GIT_DIR: join(other, '.git'), GIT_INDEX_FILE: join(other, '.git/index') }
  const { exitCode } = await execa(process.execPath, [here.bin, ...args], {
    cwd: here.cwd,
    env: inHook,
    extendEnv: false,
  })
  expect(exitCode).toBe(0)
  expect(await git(here, 'log', '--format=%s')).toContain('Start from')
})

test("the user's hooks do not affect the commit, nor does signing that does not work", async () => {
  const here = await machine()
  const home = here.env.HOME ?? ''
  await mkdir(join(home, 'hooks'))
  const hook = 'touch "$HOME/hook-ran"; exit 1'
  for (const name of ['pre-commit', 'commit-msg', 'post-commit']) await writeScript(join(home, 'hooks', name), hook)
  for (const [key, value] of [
    ['core.hooksPath', join(home, 'hooks')],
    ['commit.gpgSign', 'true'],
    ['gpg.program', '/nowhere/gpg'],
  ]) {
    await execa('git', ['config', '--global', key ?? '', value ?? ''], { env: here.env, extendEnv: false })
  }
  const { exitCode, stderr } = await here.run(...args)
  expect(exitCode).toBe(0)
  expect(stderr).toMatch(/git commit… done, but not signed as commit\.gpgSign asks: .*\n/)
  expect(await git(here, 'log', '--format=%s')).toContain('Start from')
  expect(await pathExists(join(home, 'hook-ran'))).toBe(false)
})

test('a failing git commit is reported in one line, and the run succeeds', async () => {
  const failing =
    '# Stands for a git that cannot commit.\nfor word in "$@"; do [ "$word" = commit ] && exit 1; done; exit 0'
  const here = await machine({ ...goodPrograms, git: failing })
  const { exitCode, stderr } = await here.run(...args)
  expect(exitCode).toBe(0)
  expect(stderr).toContain('git commit… repository created, but git commit failed\n')
})

test('a folder with only .git is accepted, and nothing is committed', async () => {
  const here = await machine()
  await execa('git', ['init', '--quiet', 'my-api'], { cwd: here.cwd, env: here.env, extendEnv: false })
  const { exitCode } = await here.run(...args)
  expect(exitCode).toBe(0)
  expect(await git(here, 'status', '--short')).toContain('?? Cargo.toml')
  expect(await filesIn(join(here.cwd, 'my-api'))).toContain('package.json')
})

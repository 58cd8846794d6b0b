import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, expect, test, vi } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { environmentFor } from '../../src/process/environment.ts'
import { run } from '../../src/process/run.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

function surroundedBy(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
}

const managers = ['npm', 'pnpm', 'yarn', 'bun', 'npm.cmd']

const redirections: readonly (readonly [what: string, programs: readonly string[], names: readonly string[]])[] = [
  ['the keys of the account', ['npm', 'git', 'cargo', 'ssh', 'anything'], ['O2SWITCH_API_TOKEN', 'O2SWITCH_OTP']],
  ["git: an outer repository's hook", ['git', '/usr/bin/git', 'git.exe'], ['GIT_QUARANTINE_PATH', 'GIT_ATTR_SOURCE']],
  ['git: standard output on Windows', ['git'], ['GIT_REDIRECT_STDOUT']],
  ['npm: another folder', managers, ['npm_config_global', 'NPM_CONFIG_LOCATION', 'npm_config_dir', 'INIT_CWD']],
  ['npm: another workspace', managers, ['npm_config_workspace', 'npm_config_workspaces', 'npm_config_filter']],
  ['npm: not all packages', managers, ['npm_config_omit', 'NPM_CONFIG_PRODUCTION', 'npm_config_only']],
  ['npm: nothing at all', managers, ['npm_config_dry_run', 'npm_config_dry-run', 'NPM_CONFIG_PACKAGE_LOCK_ONLY']],
  ['npm: packages for another machine', managers, ['npm_config_os', 'npm_config_cpu', 'npm_config_libc']],
  ['pnpm: another layout', managers, ['npm_config_node_linker', 'PNPM_CONFIG_NODE_LINKER', 'pnpm_config_modules_dir']],
  ['yarn: another layout', managers, ['YARN_NODE_LINKER', 'YARN_MODULES_FOLDER', 'YARN_RC_FILENAME']],
  ['yarn: not all packages', managers, ['YARN_PRODUCTION', 'YARN_FROZEN_LOCKFILE']],
  ['bun: nothing at all', managers, ['BUN_CONFIG_SKIP_INSTALL_PACKAGES', 'BUN_CONFIG_SKIP_SAVE_LOCKFILE']],
  ["cargo: a make's job slots", ['cargo'], ['MAKEFLAGS', 'CARGO_MAKEFLAGS']],
  ['rsync: other names for files', ['rsync'], ['RSYNC_ICONV', 'RSYNC_PARTIAL_DIR']],
  ['tar: options before ours', ['tar'], ['TAR_OPTIONS', 'GZIP']],
  ['ssh: the language of answers', ['ssh', 'scp', 'rsync'], ['LC_ALL']],
  ['an app in a rehearsal', ['rehearsal'], ['HOST', 'PORT', 'LSNODE_SOCKET', 'NODE_OPTIONS', 'RELEASE_DIR']],
]

test.each(redirections)('a variable that only redirects a program does not reach it: %s', (_, programs, names) => {
  surroundedBy(Object.fromEntries(names.map((name) => [name, 'elsewhere'])))
  for (const program of programs) expect(Object.values(environmentFor(program)), program).not.toContain('elsewhere')
})

test.each([
  ['git', ['GIT_AUTHOR_NAME', 'GIT_SSH_COMMAND', 'GIT_CONFIG_GLOBAL', 'GIT_DEFAULT_HASH', 'GIT_CEILING_DIRECTORIES']],
  ['npm', ['npm_config_registry', 'NPM_CONFIG_CACHE', 'npm_config_ignore_scripts', 'npm_config_offline', 'NPM_TOKEN']],
  ['pnpm', ['npm_config_store_dir', 'PNPM_HOME', 'npm_config_globalconfig', 'npm_config_//x/:_authToken']],
  ['yarn', ['YARN_CACHE_FOLDER', 'YARN_NPM_REGISTRY_SERVER', 'YARN_ENABLE_HARDENED_MODE']],
  ['ssh', ['SSH_AUTH_SOCK', 'SSH_ASKPASS', 'DISPLAY', 'LANG']],
  ['cargo', ['CARGO_HOME', 'CARGO_TARGET_DIR', 'RUSTUP_TOOLCHAIN', 'HTTPS_PROXY']],
  ['anything', ['GIT_DIR', 'HOST', 'YARN_NODE_LINKER', 'TAR_OPTIONS']],
])("a variable that is meant for a program reaches it: %s's", (program, names) => {
  surroundedBy(Object.fromEntries(names.map((name) => [name, `meant for ${name}`])))
  expect(environmentFor(program)).toMatchObject(Object.fromEntries(names.map((name) => [name, `meant for ${name}`])))
})

test('all that this git itself calls local to a repository does not reach git', async () => {
  const names = (await execa('git', ['rev-parse', '--local-env-vars'])).stdout.split('\n')
  expect(names.length).toBeGreaterThan(10)
  surroundedBy(Object.fromEntries(names.map((name) => [name, 'elsewhere'])))
  expect(Object.values(environmentFor('git'))).not.toContain('elsewhere')
})

test("npm's settings that would redirect an install are not in force, whichever file or variable has them", async () => {
  const home = await emptyFolder()
  const lines = ['global', 'dry-run', 'package-lock-only'].map((name) => `${name}=true`)
  await writeFile(
    join(home, '.npmrc'),
    `${lines.join('\n')}\nlocation=global\ncolor=always\nregistry=http://127.0.0.1:9/\n`,
  )
  surroundedBy({ HOME: home, npm_config_workspace: 'one', NPM_CONFIG_DRY_RUN: 'true', NPM_CONFIG_OMIT: 'dev' })
  const result = await run('npm', ['config', 'list', '--json'], { cwd: home })
  const settings = JSON.parse(result.kind === 'done' ? result.stdout : '{}')
  expect(settings).toMatchObject({ global: false, 'dry-run': false, 'package-lock-only': false, location: 'user' })
  expect(settings).toMatchObject({ omit: [], color: false, registry: 'http://127.0.0.1:9/' })
  expect(settings).not.toHaveProperty('workspace', 'one')
})

test('our own variables win, and an undefined one is unset', () => {
  surroundedBy({ A: 'theirs', B: 'theirs' })
  expect(environmentFor('npm', { A: 'ours', B: undefined, npm_config_omit: 'dev' })).toMatchObject({
    A: 'ours',
    npm_config_omit: 'dev',
  })
  expect(environmentFor('npm', { B: undefined })).not.toHaveProperty('B')
  expect(environmentFor('git')).toMatchObject({ LC_ALL: 'C', GIT_EDITOR: 'true' })
})

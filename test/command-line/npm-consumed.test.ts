import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { goodPrograms, machine, npm, runTool } from '../../harness/tool/machine.ts'

// What npm 10 and 11 set for `npm create o2switch-rust …` without -- before our options.
const npmCreate = {
  npm_command: 'init',
  npm_lifecycle_event: 'npx',
  npm_lifecycle_script: "'create-o2switch-rust'",
  npm_config_user_agent: 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
}

async function startedByNpm(settings: Record<string, string>, args: string[], programs = goodPrograms) {
  const { cwd, env, bin } = await machine(programs)
  return { ...(await runTool({ cwd, bin, env: { ...env, ...npmCreate, ...settings } }, args)), cwd }
}

test('options that npm kept for itself are used, and one line says so', async () => {
  const settings = { npm_config_framework: 'true', npm_config_install: '', npm_config_git: 'false' }
  const { cwd, exitCode, stderr } = await startedByNpm(settings, ['x', 'plain'])
  expect(exitCode, stderr).toBe(0)
  expect(stderr).toContain('npm kept --framework=plain --no-install --no-git for itself; recovered.')
  expect(await filesIn(cwd)).toContain('x/Cargo.toml')
  expect(await filesIn(cwd)).not.toContain('x/.git')
})

test('the npm that installs the project does not obey options that were meant for us', async () => {
  const npmWithEnv = `${npm}\n# Prints its settings from the environment.\nenv | grep npm_config_ >&2`
  const settings = {
    npm_config_force: 'true',
    npm_config_all: 'true',
    npm_config_global: 'true',
    npm_config_long: 'true',
  }
  const programs = { ...goodPrograms, npm: npmWithEnv, grep: 'real' as const }
  const { stderr, stdout } = await startedByNpm(settings, ['x', 'plain', 'fr', '--verbose'], programs)
  expect(stdout, 'in French').toContain('Votre API est dans x')
  expect(stderr).toContain('npm_config_user_agent')
  expect(stderr).not.toMatch(/npm_config_(force|all|global|long)=true/)
})

test('an option that npm kept without a recoverable value is rejected, and nothing is written', async () => {
  const { cwd, exitCode, stderr } = await startedByNpm({ npm_config_framework: 'true' }, ['x', 'plane'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('npm kept --framework for itself')
  expect(stderr).toContain('npm create o2switch-rust@latest my-api -- --framework')
  expect(await filesIn(cwd)).toEqual([])
})

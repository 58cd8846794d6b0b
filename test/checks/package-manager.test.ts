import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { writeScript } from '../../harness/tool/machine.ts'
import type { Needs } from '../../src/checks/check.ts'
import { packageManager } from '../../src/checks/package-manager.ts'
import { createProbe } from '../../src/checks/probe.ts'
import { en } from '../../src/messages/en.ts'

afterEach(() => vi.unstubAllEnvs())

async function needs(packageManager: string): Promise<Needs> {
  const cwd = await emptyFolder()
  vi.stubEnv('PATH', cwd)
  return { cwd, targetDir: undefined, packageManager, frameworks: [], probe: createProbe(cwd, undefined) }
}

test.each([
  ['pnpm', 'npm install --global pnpm'],
  ['yarn', 'npm install --global yarn'],
  ['bun', 'curl -fsSL https://bun.sh/install | bash'],
])('if %s is missing, the hint is: %s', async (name, command) => {
  const outcome = await packageManager.run(await needs(name))
  expect(outcome).toMatchObject({ status: 'failed' })
  if (outcome.status !== 'failed') return
  expect(outcome.message(en)).toBe(`${name} does not work: it is not on your PATH`)
  expect(outcome.hint(en)).toBe(`Install it: ${command}`)
})

test('reports the version of an installed package manager', async () => {
  const machine = await needs('pnpm')
  await writeScript(join(machine.cwd, 'pnpm'), '# Stands for pnpm.\necho 10.4.1')
  expect(await packageManager.run(machine)).toEqual({ status: 'passed', version: '10.4.1' })
  expect(packageManager.title(machine)(en)).toBe('pnpm')
})

/** A fake pnpm that obeys the package.json beside it, as pnpm 10 does; below another one, it does not look further. */
const pnpm = `[ -f pnpm-workspace.yaml ] || { echo ' ERROR  This project is configured to use yarn'; echo 'For help, run: pnpm help'; exit 1; }
echo 10.4.1`

test.each([
  ['packageManager', '{"packageManager":"yarn@4.9.1"}'],
  ['devEngines', '{"devEngines":{"packageManager":{"name":"yarn"}}}'],
  ['a list in devEngines, after a byte order mark', '\ufeff{"devEngines":{"packageManager":[{"name":"yarn"}]}}'],
])('pnpm is asked where it will run, below the folder with a pin: %s', async (_, manifest) => {
  const here = await needs('pnpm')
  await writeScript(join(here.cwd, 'pnpm'), pnpm)
  await writeFile(join(here.cwd, 'package.json'), manifest)
  expect(await packageManager.run(here)).toEqual({ status: 'passed', version: '10.4.1' })
})

const corepack = `echo "This project is configured to use yarn because $(dirname "$PWD")/package.json has a \\"packageManager\\" field"; exit 1`

test.each([
  ['corepack', 'pnpm', corepack, 'yarn@4.9.1', '--package-manager yarn'],
  [
    'corepack, offline',
    'pnpm',
    'echo "Network access disabled by the environment; can\'t reach it"; exit 1',
    'pnpm@9.0.0',
    'corepack enable',
  ],
  ['yarn 1, for another yarn', 'yarn', 'echo 1.22.22', 'yarn@4.9.1', 'corepack enable'],
  ['yarn 1, for another manager', 'yarn', 'echo 1.22.22', 'pnpm@9.0.0+sha512.abc', '--package-manager pnpm'],
])('a manager that obeys a file above: %s', async (_, program, script, pinned, hint) => {
  const here = await needs(program)
  await writeScript(join(here.cwd, program), script)
  await writeFile(join(here.cwd, 'package.json'), JSON.stringify({ packageManager: pinned }))
  vi.stubEnv('PATH', `${here.cwd}:/usr/bin:/bin`)
  const outcome = await packageManager.run(here)
  if (outcome.status !== 'failed') throw new Error('passed')
  expect(outcome.message(en)).toContain(`${program} obeys ${join(here.cwd, 'package.json')}, which asks for ${pinned}`)
  expect(outcome.hint(en)).toContain(hint)
  expect(outcome.hint(en)).not.toContain('nstall it')
})

test.each([
  ['yarn 1 with its own pin', 'echo 1.22.22', { packageManager: 'yarn@1.22.19' }],
  ['yarn 1 does not read devEngines', 'echo 1.22.22', { devEngines: { packageManager: { name: 'pnpm' } } }],
  ['yarn 4 reads no pin', 'echo 4.9.1', { packageManager: 'pnpm@9.0.0' }],
])('a manager that does not obey a file above: %s', async (_, script, manifest) => {
  const here = await needs('yarn')
  await writeScript(join(here.cwd, 'yarn'), script)
  await writeFile(join(here.cwd, 'package.json'), JSON.stringify(manifest))
  expect(await packageManager.run(here)).toMatchObject({ status: 'passed' })
})

test('what is there but does not work is not to be installed again', async () => {
  const here = await needs('pnpm')
  await writeScript(join(here.cwd, 'pnpm'), 'echo "× It is broken in this way"; echo "help: read the manual"; exit 1')
  const outcome = await packageManager.run(here)
  if (outcome.status !== 'failed') throw new Error('passed')
  expect(outcome.message(en)).toBe('pnpm does not work: It is broken in this way')
  expect(outcome.hint(en)).toBe('Find out with: pnpm --version')
})

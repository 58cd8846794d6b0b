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

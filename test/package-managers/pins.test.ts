import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { type Manager, userWith } from '../../harness/tool/package-managers.ts'

const bin = path.resolve('bin/create-o2switch-rust.js')
const pinned = (name: string) => `{"packageManager":"${name}"}`
const devEngines = '{"devEngines":{"packageManager":{"name":"yarn","version":"4.9.1"}}}'

test.each<[Manager, pin: string, exitCode: number]>([
  ['npm 11', pinned('yarn@4.9.1'), 0],
  ['npm 11', devEngines, 0],
  ['pnpm 10', pinned('yarn@4.9.1'), 0],
  ['pnpm 10', pinned('pnpm@9.0.0'), 0],
  ['pnpm 12', pinned('npm@11.0.0'), 0],
  ['pnpm 12', devEngines, 0],
  ['yarn 1', pinned('yarn@4.9.1'), 3],
  ['yarn 1', pinned('pnpm@9.0.0'), 3],
  ['yarn 1', devEngines, 0],
  ['yarn 4', pinned('pnpm@9.0.0'), 0],
  ['bun', pinned('yarn@4.9.1'), 0],
])('%s, below a package.json with %s: exit code %i, as in the project itself', async (manager, manifest, exitCode) => {
  const { cwd, env } = await userWith(manager, 'http://127.0.0.1:9/')
  await writeFile(path.join(cwd, 'package.json'), manifest)
  const [name = ''] = manager.split(' ')
  const args = ['x', '-f', 'axum', '--package-manager', name, '--no-build', '--no-git', '--dry-run']
  const result = await execa(process.execPath, [bin, ...args], { cwd, env, extendEnv: false, reject: false })
  expect(result.exitCode, result.stderr).toBe(exitCode)
  if (exitCode !== 0) expect(result.stderr).toContain(`${name} obeys ${path.join(cwd, 'package.json')}`)

  // What the dry run stands for.
  await execa(
    'sh',
    [
      '-c',
      'mkdir y && cd y && echo "{}" > package.json && touch yarn.lock && echo "packages: [.]" > pnpm-workspace.yaml',
    ],
    { cwd },
  )
  const install = await execa(name, ['install'], { cwd: path.join(cwd, 'y'), env, extendEnv: false, reject: false })
  expect(install.exitCode === 0, `${install.stdout}${install.stderr}`).toBe(exitCode === 0)
})

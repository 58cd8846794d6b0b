import { join } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { afterEach, expect, test, vi } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { packagesNotInstalled, redirectingSettings } from '../../src/commands/create/installed-packages.ts'
import type { Plan } from '../../src/plan/plan.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

function planIn(path: string): Plan {
  const content = Buffer.from(JSON.stringify({ devDependencies: { '@napi-rs/cli': '3.0.0' } }))
  return { destination: { path }, files: [{ path: 'package.json', content }] } as unknown as Plan
}

test.each([
  ['nothing', 'x', ['@napi-rs/cli']],
  ['the package, in the project', 'work/x/node_modules/@napi-rs/cli/package.json', []],
  ['the package, in the workspace around it', 'work/node_modules/@napi-rs/cli/package.json', []],
  ['another one', 'work/x/node_modules/@napi-rs/wasm/package.json', ['@napi-rs/cli']],
  ['its folder alone', 'work/x/node_modules/@napi-rs/cli/README.md', ['@napi-rs/cli']],
  ['it under another name', 'work/x/mods/@napi-rs/cli/package.json', ['@napi-rs/cli']],
])('after an install there is %s', async (_, file, missing) => {
  const root = await emptyFolder()
  await outputFile(join(root, file), '')
  expect(packagesNotInstalled(planIn(join(root, 'work/x')))).toEqual(missing)
})

test.each([
  ['npm', '.npmrc', 'registry=http://x/\nomit = dev\n', ['omit = dev (~/.npmrc)']],
  ['pnpm', '.config/pnpm/rc', 'node-linker=pnp\nlockfile-only=true', ['node-linker=pnp', 'lockfile-only=true']],
  ['pnpm', '.config/pnpm/config.yaml', 'nodeLinker: pnp\n', ['nodeLinker: pnp']],
  ['yarn', '.yarnrc', '--install.modules-folder "mods"\nproduction true\n', ['--install.modules', 'production true']],
  ['yarn', '.yarnrc.yml', 'nodeLinker: pnp\n', ['nodeLinker: pnp']],
  ['bun', '.bunfig.toml', '[install]\ndryRun = true\n', ['dryRun = true']],
  ['bun', '.yarnrc', 'production true', []],
  ['npm', '.npmrc', '; omit=dev\nprefix=~/npm\nonly-x=1\n', []],
] as const)("the settings of %s's that may leave packages out are named: %s", async (manager, file, text, named) => {
  const home = await emptyFolder()
  vi.stubEnv('HOME', home)
  await outputFile(join(home, file), text)
  const settings = redirectingSettings(manager)
  expect(settings).toEqual(named.map((line) => expect.stringContaining(line)))
})

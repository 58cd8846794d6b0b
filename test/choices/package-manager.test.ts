import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { findPackageManager, packageManagers, startedBy } from '../../src/choices/package-manager.ts'

test.each([
  ['npm/11.19.1 node/v20.20.2 linux x64 workspaces/false', 'npm'],
  ['pnpm/10.34.9 npm/? node/v20.20.2 linux x64', 'pnpm'],
  ['pnpm/12.21.0 npm/? node/? linux x64', 'pnpm'],
  ['yarn/1.22.22 npm/? node/v20.20.2 linux x64', 'yarn'],
  ['yarn/4.18.1 npm/? node/v20.20.2 linux x64', 'yarn'],
  ['bun/1.4.5 npm/? node/v26.3.0 linux x64', 'bun'],
  ['deno/2.5.0 npm/? deno/2.5.0 linux x86_64', undefined],
  ['', undefined],
  [undefined, undefined],
])('the package manager with the user agent "%s" is %s', (userAgent, name) => {
  expect(startedBy(userAgent)?.name).toBe(name)
})

test('an inherited property of objects is not a package manager', () => {
  expect(findPackageManager('constructor')).toBeUndefined()
})

test.each(Object.entries(packageManagers))('%s is called by its own name', (name, { run, create, ...manager }) => {
  expect(manager.name).toBe(name)
  expect(run).toBe(`${name} run`)
  expect(create('1.2.3')).toContain('create')
  expect(create('1.2.3')).toContain('o2switch-rust@1.2.3')
})

test('yarn gets only arguments and variables that both yarn 1 and yarn 4 know', () => {
  const { install, build, env } = packageManagers.yarn
  expect([...install, ...build]).toEqual(['install', 'run', 'build'])
  // Yarn 4 fails on an unknown YARN_… variable.
  expect(Object.keys(env)).toEqual(['YARN_ENABLE_IMMUTABLE_INSTALLS', 'NODE_ENV'])
})

test('pnpm-workspace.yaml has the same overrides as package.json', async () => {
  const template = await readFile('templates/base/package.json.hbs', 'utf8')
  const base = JSON.parse(template.replace('{{stamp}}', '{}'))
  const pins: Record<string, string> =
    Object.values(base).find(
      (field): field is Record<string, string> =>
        typeof field === 'object' && field !== null && 'content-type' in field,
    ) ?? {}
  const workspace = await readFile('templates/package-managers/pnpm/pnpm-workspace.yaml', 'utf8')
  const read = [...workspace.matchAll(/^ {2}"?([^\s":]+)"?: (\S+)$/gm)].map(([, name, version]) => [name, version])
  expect(Object.fromEntries(read)).toEqual(pins)
})

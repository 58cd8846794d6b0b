import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../../harness/registry.ts'
import { packTool } from '../../harness/tool/pack.ts'
import { type Manager, managers, type Person, personWith } from '../../harness/tool/package-managers.ts'
import { frameworkNames } from '../../src/template/read-template.ts'

// Real package managers start the tool that would be published, from a registry on this machine.
let registry: Registry
beforeAll(async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'create-o2switch-rust-'))
  registry = await startRegistry([await packTool(folder)])
  return async () => {
    await registry[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  }
})

const framework = frameworkNames('templates').at(-1)
const name = 'o2switch-rust'
const flags = `--framework ${framework} --no-install --no-git`
const joined = `--framework=${framework} --no-install --no-git`

const npm = [
  `npm create ${name}@latest x -- ${flags}`,
  `npm create ${name} x ${flags}`,
  `npm create ${name} x ${joined}`,
  `npm init ${name} x -f ${framework} --no-install --no-git`,
  `npm exec create-${name} -- x ${flags}`,
  `npm exec create-${name} x ${joined}`,
  `npx create-${name}@latest x ${flags}`,
  `npx -y create-${name} x -- ${flags}`,
]
const pnpm = [
  `pnpm create ${name}@latest x ${flags}`,
  `pnpm create ${name} x -- ${flags}`,
  `pnpm dlx create-${name} x ${flags}`,
]
const ways: Readonly<Record<Manager, readonly string[]>> = {
  'npm 10': npm,
  'npm 11': npm,
  'pnpm 10': pnpm,
  'pnpm 12': pnpm,
  'yarn 1': [`yarn create ${name} x ${flags}`, `yarn create ${name} x -- ${flags}`],
  'yarn 4': [
    `yarn create ${name}@latest x ${flags}`,
    `yarn create ${name} x -- ${flags}`,
    `yarn dlx create-${name} x ${flags}`,
  ],
  bun: [`bun create ${name}@latest x ${flags}`, `bun create ${name} x -- ${flags}`, `bunx create-${name} x ${flags}`],
}

function start(way: string, { cwd, env }: Person) {
  return execa('sh', ['-c', way], { cwd, env, extendEnv: false, stdin: 'ignore', all: true, reject: false })
}

test.each(managers.flatMap((manager) => ways[manager].map((way) => [manager, way] as const)))(
  '%s: %s',
  async (manager, way) => {
    const { cwd, env } = await personWith(manager, registry.url)
    const { exitCode, all } = await start(way, { cwd, env })
    expect(exitCode, all).toBe(0)
    expect(await readdir(cwd)).toEqual(['x'])
    const [program] = manager.split(' ')
    expect(all, 'the next steps are for whoever started us').toMatch(
      new RegExp(`^ +${program} install\n +${program} run build$`, 'm'),
    )
    const files = await readdir(path.join(cwd, 'x'))
    expect(files, 'all of the project').toEqual(expect.arrayContaining(['Cargo.toml', 'README.md', 'app.js', 'src']))
    expect(files, 'neither --no-install nor --no-git was lost').not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(node_modules|\.git)$/)]),
    )
    expect(await readFile(path.join(cwd, 'x', 'Cargo.toml'), 'utf8')).toMatch(new RegExp(`^${framework}\\b`, 'm'))
  },
)

// Yarn is not among them: it refuses a registry that lacks a package for any platform, as copies of the registry may.
test.each([
  ['npm 10', `npm create ${name} x --`, 'package-lock.json'],
  ['npm 11', `npm create ${name} x --`, 'package-lock.json'],
  ['pnpm 10', `pnpm create ${name} x`, 'pnpm-lock.yaml'],
  ['pnpm 12', `pnpm create ${name} x`, 'pnpm-lock.yaml'],
  ['bun', `bun create ${name} x`, 'bun.lock'],
] as const)('%s installs what it has started, in CI, for production, below a workspace', async (manager, way, lock) => {
  const { cwd, env } = await personWith(manager, registry.url)
  const around = { 'package.json': '{"private": true, "workspaces": ["*"]}', 'pnpm-workspace.yaml': 'packages: ["*"]' }
  if (manager !== 'bun')
    await Promise.all(Object.entries(around).map(([file, text]) => writeFile(path.join(cwd, file), text)))
  const before = await readdir(cwd)
  const line = `${way} --framework ${framework} --no-build --no-git`
  const { exitCode, all } = await start(line, { cwd, env: { ...env, CI: 'true', NODE_ENV: 'production' } })
  expect(exitCode, all).toBe(0)
  expect(await readdir(cwd), 'nothing was written above').toEqual([...before, 'x'])
  expect(await readdir(path.join(cwd, 'x', 'node_modules', '@napi-rs'))).toContain('cli')
  const locked = await readFile(path.join(cwd, 'x', lock), 'utf8')
  expect(locked, 'the overrides were read').toMatch(/content-type\D+2\.1\.0/)
})

import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../../harness/registry.ts'
import { packTool } from '../../harness/tool/pack.ts'
import { type Manager, managers, type User, userWith } from '../../harness/tool/package-managers.ts'
import { frameworkNames } from '../../src/template/read-template.ts'

// Real package managers run the packed tool from a registry on this machine.
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
const commands: Readonly<Record<Manager, readonly string[]>> = {
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

function start(command: string, { cwd, env }: User) {
  return execa('sh', ['-c', command], { cwd, env, extendEnv: false, stdin: 'ignore', all: true, reject: false })
}

test.each(managers.flatMap((manager) => commands[manager].map((command) => [manager, command] as const)))(
  '%s: "%s" creates a project with all its options',
  async (manager, command) => {
    const { cwd, env } = await userWith(manager, registry.url)
    const { exitCode, all } = await start(command, { cwd, env })
    expect(exitCode, all).toBe(0)
    expect(await readdir(cwd)).toEqual(['x'])
    const [program] = manager.split(' ')
    expect(all, 'the next steps use the same package manager').toMatch(
      new RegExp(`^ +${program} install\n +${program} run build$`, 'm'),
    )
    const files = await readdir(path.join(cwd, 'x'))
    expect(files, 'the project is complete').toEqual(
      expect.arrayContaining(['Cargo.toml', 'README.md', 'app.js', 'src']),
    )
    expect(files, '--no-install and --no-git were not lost').not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(node_modules|\.git)$/)]),
    )
    expect(await readFile(path.join(cwd, 'x', 'Cargo.toml'), 'utf8')).toMatch(new RegExp(`^${framework}\\b`, 'm'))
  },
)

// Without Yarn, which rejects a registry that has no package for some platform, as is common for mirrors.
test.each([
  ['npm 10', `npm create ${name} x --`, 'package-lock.json'],
  ['npm 11', `npm create ${name} x --`, 'package-lock.json'],
  ['pnpm 10', `pnpm create ${name} x`, 'pnpm-lock.yaml'],
  ['pnpm 12', `pnpm create ${name} x`, 'pnpm-lock.yaml'],
  ['bun', `bun create ${name} x`, 'bun.lock'],
] as const)(
  '%s installs a new project in CI, with NODE_ENV=production, inside a workspace',
  async (manager, command, lock) => {
    const { cwd, env } = await userWith(manager, registry.url)
    const around = {
      'package.json': '{"private": true, "workspaces": ["*"]}',
      'pnpm-workspace.yaml': 'packages: ["*"]',
    }
    if (manager !== 'bun')
      await Promise.all(Object.entries(around).map(([file, text]) => writeFile(path.join(cwd, file), text)))
    const before = await readdir(cwd)
    const line = `${command} --framework ${framework} --no-build --no-git`
    const { exitCode, all } = await start(line, { cwd, env: { ...env, CI: 'true', NODE_ENV: 'production' } })
    expect(exitCode, all).toBe(0)
    expect(await readdir(cwd), 'nothing else was written to the workspace').toEqual([...before, 'x'])
    expect(await readdir(path.join(cwd, 'x', 'node_modules', '@napi-rs'))).toContain('cli')
    const locked = await readFile(path.join(cwd, 'x', lock), 'utf8')
    expect(locked, 'the overrides were applied').toMatch(/content-type\D+2\.1\.0/)
  },
)

const elsewhere = {
  NPM_CONFIG_GLOBAL: 'true',
  npm_config_workspace: 'one',
  'npm_config_dry-run': 'true',
  npm_config_omit: 'dev',
  npm_config_os: 'win32',
  npm_config_node_linker: 'pnp',
  pnpm_config_modules_dir: 'mods',
  npm_config_lockfile: 'false',
  YARN_NODE_LINKER: 'pnp',
  BUN_CONFIG_SKIP_INSTALL_PACKAGES: '1',
  INIT_CWD: '/nowhere',
}

test.each([
  ['npm 11', elsewhere, '.npmrc', 'global=true\ndry-run=true\nomit=dev\npackage-lock-only=true\ncolor=always\n', 0],
  ['pnpm 10', elsewhere, '.npmrc', 'color=always\n', 0],
  ['bun', {}, '.bunfig.toml', '[install]\ndryRun = true\n', 'dryRun = true (~/.bunfig.toml)'],
] as const)(
  'settings elsewhere do not change what %s installs, or are named',
  async (manager, variables, file, text, expected) => {
    const { cwd, env } = await userWith(manager, registry.url)
    await appendFile(path.join(env.HOME ?? '', file), text)
    const [program] = manager.split(' ')
    const command = `${process.execPath} ${path.resolve('bin/create-o2switch-rust.js')} x --package-manager ${program}`
    const line = `${command} --framework ${framework} --no-build --no-git`
    const { exitCode, all } = await start(line, { cwd, env: { ...env, ...variables } })
    if (expected === 0) {
      expect(exitCode, all).toBe(0)
      expect(await readdir(path.join(cwd, 'x', 'node_modules', '@napi-rs'))).toContain('cli')
    } else {
      expect(exitCode, all).toBe(4)
      expect(all).toContain(`${program} install failed (@napi-rs/cli is missing after it, because of ${expected}).`)
    }
    expect(all, 'no escape sequences').not.toContain('\u001b')
  },
)

import { expect, test } from 'vitest'
import type { Env } from '../../src/command-line/npm-consumed.ts'
import { optionTable } from '../../src/command-line/options.ts'
import { recoverArgv } from '../../src/command-line/recover-argv.ts'

const values = {
  framework: ['axum', 'actix', 'warp'],
  packageManager: ['npm', 'pnpm', 'yarn', 'bun'],
  lang: ['en', 'fr'],
}
const options = optionTable.map((option) => ({ ...option, ...withValues(option.name) }))

function withValues(name: string) {
  return name in values ? { values: values[name as keyof typeof values] } : {}
}

const read = (argv: string[], env: Env, npmSettings = {}) => recoverArgv(argv, env, { options, npmSettings })

// The environment that each package manager sets: recorded from npm 10.9 and 11.19, pnpm 10.34 and 12.21, yarn 1.22 and
// 4.18, bun 1.4.
const npx = { npm_lifecycle_event: 'npx', npm_lifecycle_script: "'create-o2switch-rust'" }
const create = { npm_command: 'init', ...npx, npm_config_user_agent: 'npm/11.19.1 node/v20.20.2 linux x64' }
const exec = { ...create, npm_command: 'exec' }
const withNpm = (settings: Record<string, string>, command: Env = create): Env => ({
  ...command,
  ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value])),
})

test.each<[string, Env]>([
  ['pnpm 10', { npm_config_user_agent: 'pnpm/10.34.9 npm/? node/v20.20.2 linux x64' }],
  ['pnpm 12', { npm_command: 'create', npm_config_user_agent: 'pnpm/12.21.0 npm/? node/? linux x64' }],
  ['yarn 4', { INIT_CWD: '/tmp/xfs-e0f71300/dlx-18928', npm_config_user_agent: 'yarn/4.18.1 npm/? node/v20.20.2' }],
  ['bun', { npm_command: 'exec', npm_lifecycle_event: 'bunx', npm_config_user_agent: 'bun/1.4.5 npm/? node/v26.3.0' }],
  ['npx', exec],
])('the -- that %s passes on is removed', (_, env) => {
  const meant = { argv: ['x', '--framework', 'axum'], recovered: [], lost: [], unset: [] }
  expect(read(['x', '--', '--framework', 'axum'], env)).toMatchObject(meant)
  expect(read(['--', 'x', '-f', 'axum'], env)).toMatchObject({ ...meant, argv: ['x', '-f', 'axum'] })
  expect(read(['x', '--', '--framwork', 'axum'], env).argv, 'a mistake').toEqual(['x', '--framwork', 'axum'])
})

test.each([
  [['--json', 'doctor'], 'doctor'],
  [['--lang', 'fr', 'doctor'], 'doctor'],
  [['--name', 'doctor', 'x'], 'x'],
  [['--json'], undefined],
])('the first word of %j that is not an option is %s', (argv, first) => {
  expect(read(argv, {}).first).toBe(first)
})

test('-- is kept before a folder whose name starts with a dash', () => {
  expect(read(['--framework', 'axum', '--', '-x'], {}).argv).toEqual(['--framework', 'axum', '--', '-x'])
  expect(read(['--', '-x', '--', '-f', 'axum'], {}).argv).toEqual(['-x', '--', '-f', 'axum'])
})

test.each<[string, string[], Record<string, string>, string[]]>([
  ['--framework=axum', ['x'], { framework: 'axum' }, ['--framework=axum', 'x']],
  ['--framework axum', ['x', 'axum'], { framework: 'true' }, ['--framework=axum', 'x']],
  ['--framework axum before the folder', ['axum', 'x'], { framework: 'true' }, ['--framework=axum', 'x']],
  ['a folder named like a framework', ['axum', 'axum'], { framework: 'true' }, ['--framework=axum', 'axum']],
  ['-f axum', ['x', 'axum'], { force: 'true' }, ['--framework=axum', 'x']],
  ['--no-git', ['x'], { git: 'false' }, ['--no-git', 'x']],
  ['--no-install --no-build', ['x'], { install: '', build: '' }, ['--no-install', '--no-build', 'x']],
  ['--yes', ['x'], { yes: 'true' }, ['--yes', 'x']],
  ['--json --dry-run', ['x'], { json: 'true', dry_run: 'true' }, ['--dry-run', '--json', 'x']],
  ['--overwrite --verbose', ['x'], { overwrite: 'true', loglevel: 'verbose' }, ['--overwrite', '--verbose', 'x']],
  ['--name foo, npm 11', ['x'], { name: 'foo' }, ['--name=foo', 'x']],
  ['--name foo and no folder, npm 10', ['foo'], { name: 'true' }, ['--name=foo']],
  ['--target-dir=../t', ['x'], { target_dir: '../t' }, ['--target-dir=../t', 'x']],
  ['--target-dir ../t', ['../t'], { target_dir: 'true' }, ['--target-dir=../t']],
  ['--template ../t', ['../t', 'fr'], { template: 'true' }, ['../t', 'fr']],
  ['--ci gitlab, which npm 10 and 11 take for --cidr', ['x'], { cidr: 'gitlab' }, ['--ci=gitlab', 'x']],
  ['--ci gitlab, a later npm', ['x', 'gitlab'], { ci: 'true' }, ['--ci=gitlab', 'x']],
  ['--lang fr', ['x', 'fr'], { all: 'true', global: 'true', long: 'true', yes: '' }, ['--lang=fr', 'x']],
  [
    '--framework axum --package-manager pnpm',
    ['x', 'axum', 'pnpm'],
    { framework: 'true', package_manager: 'true' },
    ['--framework=axum', '--package-manager=pnpm', 'x'],
  ],
  [
    '--framework axum --framework=warp',
    ['x', 'axum'],
    { framework: 'true\n\nwarp' },
    ['--framework=warp', 'x', 'axum'],
  ],
])('npm create without --: %s is recovered', (_, argv, settings, meant) => {
  const { recovered, ...rest } = read(argv, withNpm(settings))
  expect(rest.argv).toMatchObject(meant)
  expect(rest.argv.slice(0, recovered.length)).toEqual(recovered)
})

test.each<[string, string[], Record<string, string>, string]>([
  ['a value among two words, either of which may be the folder', ['x', '../t'], { target_dir: 'true' }, '--target-dir'],
  ['no word that is a framework', ['x', 'axm'], { framework: 'true' }, '--framework'],
  ['two frameworks', ['axum', 'warp'], { framework: 'true' }, '--framework'],
  ['no value at all', ['x'], { framework: '' }, '--framework'],
])('npm create without --: %s is lost, and not guessed', (_, argv, settings, lost) => {
  expect(read(argv, withNpm(settings))).toMatchObject({ argv, recovered: [], lost: [lost] })
})

test('an option on the command line wins over one that npm kept', () => {
  const env = withNpm({ framework: 'warp', git: 'false' })
  const { argv, recovered, lost } = read(['x', '-f', 'axum'], env)
  expect({ argv, recovered, lost }).toEqual({
    argv: ['--no-git', 'x', '-f', 'axum'],
    recovered: ['--no-git'],
    lost: [],
  })
  expect(read(['x', '--framework=axum'], withNpm({ framework: 'true' })).lost).toEqual([])
})

test('variables of options that were meant for us are unset, so that the next npm does not obey them', () => {
  const { unset } = read(
    ['x', 'fr', 'axum'],
    withNpm({ dry_run: 'true', all: 'true', global: 'true', long: 'true', force: 'true' }),
  )
  const all = ['force', 'dry_run', 'long', 'all', 'global'].map((name) => `npm_config_${name}`)
  expect([...unset].sort()).toEqual(all.sort())
  expect(read(['x'], withNpm({ cidr: 'none' })).unset).toEqual(['npm_config_cidr'])
  expect(read(['x', '--dry-run'], withNpm({ dry_run: 'true' })).unset).toEqual(['npm_config_dry_run'])
})

test('npm exec without --: our options are recovered, but --yes and --force may be for npx', () => {
  expect(read(['x'], withNpm({ framework: 'axum', yes: 'true' }, exec))).toMatchObject({
    argv: ['--framework=axum', 'x'],
    lost: [],
  })
  expect(read(['axum'], withNpm({ force: 'true', yes: 'true' }, exec))).toMatchObject({ argv: ['axum'], recovered: [] })
})

test.each<[string, Env]>([
  [
    'a script of package.json',
    { npm_command: 'run', npm_lifecycle_event: 'new', npm_lifecycle_script: 'create-o2switch-rust x' },
  ],
  ['another tool started by npx', { ...create, npm_lifecycle_script: "'create-something-else'" }],
  ['pnpm 12 in a script of npm', { npm_command: 'create', npm_lifecycle_event: 'new' }],
  ['bun', { npm_command: 'exec', npm_lifecycle_event: 'bunx' }],
  ['a shell', {}],
])('started by %s: no npm setting is taken for an option', (_, env) => {
  const settings = withNpm({ framework: 'axum', yes: 'true', dry_run: 'true' }, env)
  expect(read(['x'], settings)).toEqual({ argv: ['x'], first: 'x', recovered: [], lost: [], unset: [] })
})

test('settings from an .npmrc are ignored, unless the command line differs from them', () => {
  const files = { yes: 'true', 'dry-run': 'false', loglevel: 'verbose', framework: 'warp' }
  const asInFiles = withNpm({ yes: 'true', dry_run: '', loglevel: 'verbose', framework: 'warp' })
  expect(read(['x'], asInFiles, files)).toEqual({ argv: ['x'], first: 'x', recovered: [], lost: [], unset: [] })
  const other = withNpm({ yes: 'true', dry_run: 'true', framework: 'axum' })
  expect(read(['x'], other, { ...files, yes: 'false' }).recovered).toEqual(['--framework=axum', '--yes', '--dry-run'])
})

import { join } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { holds } from '../../src/toolkit/cargo/cfg.ts'
import { readConfigFiles } from '../../src/toolkit/cargo/config-files.ts'
import { settingsFor } from '../../src/toolkit/cargo/settings.ts'
import { parseToml, type Table } from '../../src/toolkit/cargo/toml.ts'

const cargoRun = { signal: new AbortController().signal, state: () => '' }
const facts = new Set(['unix', 'target_os="linux"', 'target_arch="x86_64"'])
const context = { facts, pinsToolchain: false }
const host = 'x86_64-unknown-linux-gnu'

/** Only what a test names differs from no settings at all. */
function judge(files: Readonly<Record<string, Table>>, variables: Readonly<Record<string, string>> = {}) {
  const all = Object.entries(files).map(([path, values]) => ({ path, values, isOfProject: path === 'own' }))
  const { leftOut, unavoidable, ...settings } = settingsFor(all, variables, context)
  return { ...settings, leftOut: leftOut.map(({ name }) => name), unavoidable: unavoidable.map(({ name }) => name) }
}

const cDecides = [
  'CFLAGS',
  'LDFLAGS',
  'LD',
  'CMAKE_TOOLCHAIN_FILE',
  'CXXFLAGS',
  'TARGET_CFLAGS',
  'CFLAGS_x86_64_unknown_linux_gnu',
  `CC_${host}`,
  'CC',
  'TARGET_CC',
]
const rustDecides = [
  'RUSTFLAGS',
  'CARGO_ENCODED_RUSTFLAGS',
  'CARGO_BUILD_RUSTFLAGS',
  'RUSTC_BOOTSTRAP',
  'RUSTC_WRAPPER',
]
const cargoDecides = [
  'CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS',
  'CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER',
  'CARGO_PROFILE_RELEASE_PANIC',
  'CARGO_PROFILE_BUNDLE_LTO',
  'CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OPT_LEVEL',
  'RUSTC_WORKSPACE_WRAPPER',
  'CARGO_BUILD_RUSTC_WRAPPER',
  'CARGO_BUILD_TARGET',
  'CARGO_INCREMENTAL',
  'CARGO_UNSTABLE_BUILD_STD',
]

test.each([...rustDecides, ...cDecides, ...cargoDecides])(
  'the variable %s of a machine does not get into a bundle',
  (name) => {
    const { env, leftOut } = judge({}, { [name]: 'x', PATH: '/bin' })
    expect(leftOut).toEqual([name])
    expect(env[name] ?? '').toBe(name === 'CARGO_INCREMENTAL' ? '0' : '')
    expect(Object.keys(env)).not.toContain('PATH')
  },
)

test.each([
  'CARGO_HOME',
  'CARGO_TARGET_DIR',
  'CARGO_REGISTRIES_X_TOKEN',
  'CARGO_HTTP_PROXY',
  'CARGO_NET_OFFLINE',
  'CARGO_TARGET_AARCH64_APPLE_DARWIN_LINKER',
  'RUSTC',
])('the variable %s is the business of a machine', (name) => {
  expect(judge({}, { [name]: 'x' })).toMatchObject({ leftOut: [], unavoidable: [] })
})

test('a variable that changes nothing is not named', () => {
  expect(judge({}, { CARGO_INCREMENTAL: '0', RUSTFLAGS: '', RUSTC_WRAPPER: '' }).leftOut).toEqual([])
})

test("a project's own wrapper is used, and a machine's is not", () => {
  const own = { build: { 'rustc-wrapper': 'sccache' } }
  expect(judge({ own }, { RUSTC_WRAPPER: 'other' }).env).toMatchObject({ RUSTC_WRAPPER: undefined })
  expect(judge({ machine: own }, { RUSTC_WRAPPER: 'other' }).env).toMatchObject({ RUSTC_WRAPPER: '' })
})

test('RUSTUP_TOOLCHAIN is left out only if the project pins another one', () => {
  const variables = { RUSTUP_TOOLCHAIN: 'nightly' }
  expect(settingsFor([], variables, context).leftOut).toEqual([])
  const pinned = settingsFor([], variables, { facts, pinsToolchain: true })
  expect(pinned.leftOut).toEqual([{ name: 'RUSTUP_TOOLCHAIN' }])
  expect('RUSTUP_TOOLCHAIN' in pinned.env).toBe(true)
})

test.each<[string, Table, 'leftOut' | 'unavoidable' | undefined]>([
  ['build.rustflags', { build: { rustflags: ['-Ctarget-cpu=native'] } }, 'leftOut'],
  [`target.${host}.rustflags`, { target: { [host]: { rustflags: ['-Ctarget-cpu=native'] } } }, 'leftOut'],
  ['target.cfg(unix).rustflags', { target: { 'cfg(unix)': { rustflags: ['-Ctarget-cpu=native'] } } }, 'leftOut'],
  [`target.${host}.linker`, { target: { [host]: { linker: 'mold' } } }, 'leftOut'],
  ['build.target', { build: { target: 'wasm32-wasip1' } }, 'leftOut'],
  ['build.rustc-wrapper', { build: { 'rustc-wrapper': 'sccache' } }, 'leftOut'],
  ['build.incremental', { build: { incremental: true } }, 'leftOut'],
  ['profile.release.panic', { profile: { release: { panic: 'abort' } } }, 'unavoidable'],
  ['profile.bundle.opt-level', { profile: { bundle: { 'opt-level': 0 } } }, 'unavoidable'],
  ['profile.release.package.*.debug', { profile: { release: { package: { '*': { debug: true } } } } }, 'unavoidable'],
  ['env.CFLAGS', { env: { CFLAGS: '-march=native' } }, 'unavoidable'],
  ['env.CFLAGS.value', { env: { CFLAGS: { value: '-march=native' } } }, 'unavoidable'],
  [`target.${host}.ssl.rustc-link-lib`, { target: { [host]: { ssl: { 'rustc-link-lib': ['x'] } } } }, 'unavoidable'],
  ['patch.crates-io.serde.path', { patch: { 'crates-io': { serde: { path: '/x' } } } }, 'unavoidable'],
  ['paths', { paths: ['/x'] }, 'unavoidable'],
  ['unstable.build-std', { unstable: { 'build-std': ['std'] } }, 'unavoidable'],
  ['target.aarch64-apple-darwin.linker', { target: { 'aarch64-apple-darwin': { linker: 'x' } } }, undefined],
  ['build.target-dir', { build: { 'target-dir': '/x', jobs: 2, rustc: 'rustc' } }, undefined],
  ['profile.dev.debug', { profile: { dev: { debug: 0 }, test: { debug: 0 } } }, undefined],
  ['net.git-fetch-with-cli', { net: { 'git-fetch-with-cli': true }, source: { x: {} }, env: { X: '1' } }, undefined],
])('%s in a config file above: what a machine adds is left out or rejected, and named', (name, values, how) => {
  const nothing = { leftOut: [], unavoidable: [] }
  expect(judge({ machine: values })).toMatchObject(how ? { ...nothing, [how]: [name] } : nothing)
  expect(judge({ own: values }), 'what the project asks for').toMatchObject(nothing)
  if (how === 'unavoidable' && !['paths', 'unstable.build-std'].includes(name))
    expect(judge({ own: values, machine: values }), 'the nearer one wins').toMatchObject(nothing)
})

test.each<[string, Table, string[]]>([
  ['the build', { build: { rustflags: ['-Ca', '-Cb=c d'] } }, ['-Ca', '-Cb=c d']],
  ['a string', { build: { rustflags: ' -Ca  -Cb ' } }, ['-Ca', '-Cb']],
  [
    'the target, which comes before',
    { build: { rustflags: ['-Ca'] }, target: { [host]: { rustflags: '-Cb' } } },
    ['-Cb'],
  ],
  [
    'a condition',
    { build: { rustflags: '-Ca' }, target: { 'cfg(all(unix, not(windows)))': { rustflags: '-Cb' } } },
    ['-Cb'],
  ],
  ['what does not apply', { build: { rustflags: '-Ca' }, target: { 'cfg(windows)': { rustflags: '-Cb' } } }, ['-Ca']],
  ['another target', { target: { 'wasm32-wasip1': { rustflags: '-Cb' } } }, []],
])("a machine's flags do not take the place of the project's: %s", (_, own, rustflags) => {
  const machine = { build: { rustflags: ['-Cm'] }, target: { [host]: { rustflags: ['-Cm'] } } }
  expect(judge({ own, machine }, { RUSTFLAGS: '-Cm' }).rustflags).toEqual(rustflags)
})

test.each([
  ['unix', true],
  ['windows', false],
  ['target_os = "linux"', true],
  ['all(unix, target_os="linux", not(target_env = "musl"))', true],
  ['any(windows, all(target_arch = "x86_64", unix))', true],
  ['any()', false],
  ['all()', true],
  ['not(any(unix, windows),)', false],
])('cfg(%s) is %s on the host', (expression, expected) => {
  expect(holds(expression, facts)).toBe(expected)
})

test('TOML is read as cargo reads it: headers, dotted and quoted keys, arrays over several lines, text that looks like a header', async () => {
  const config = `\ufeff# [no.header]
build.rustflags = [ # [no.header]
  "-C", "link-arg=[x]",
  'a[b',
]
[target.'cfg(all(unix, target_os = "linux"))'] # a comment
rustflags = """
[no.header]
"""
  [ env ]
"A.B" = { value = "[", list = [["x"],
["y"]] }
[[other]]
x = 1
[[other]]
x = 2
[other2."a]b"]
c = true
`
  expect(await parseToml([config, 'a = 1', ''], cargoRun)).toEqual([
    {
      build: { rustflags: ['-C', 'link-arg=[x]', 'a[b'] },
      target: { 'cfg(all(unix, target_os = "linux"))': { rustflags: '[no.header]\n' } },
      env: { 'A.B': { value: '[', list: [['x'], ['y']] } },
      other: [{ x: 1 }, { x: 2 }],
      other2: { 'a]b': { c: true } },
    },
    { a: 1 },
    {},
  ])
})

test('all config files are read that cargo reads: nearest first, in folders above, CARGO_HOME, and what they include', async () => {
  const root = await emptyFolder()
  const project = join(root, 'a/my-api')
  const write = (path: string, name: string, more = '') => outputFile(join(root, path), `${more}\nx = "${name}"\n`)
  await write('a/my-api/.cargo/config.toml', 'own', 'include = ["more.toml", { path = "none.toml", optional = true }]')
  await write('a/my-api/.cargo/more.toml', 'included')
  await write('a/.cargo/config', 'old name')
  await write('a/.cargo/config.toml', 'not read beside the old name')
  await write('a/my-api-2/.cargo/config.toml', 'not above')
  await write('home/config.toml', 'home', 'include = "far.toml"')
  await write('home/far.toml', 'far', 'include = "config.toml"')
  const files = await readConfigFiles(project, '../../home', cargoRun)
  const inRoot = files.filter(({ path }) => path.startsWith(root))
  expect(inRoot.map(({ values: { x }, isOfProject }) => `${x}: ${isOfProject ? 'ours' : 'theirs'}`)).toEqual([
    'own: ours',
    'old name: theirs',
    'home: theirs',
    'included: ours',
    'far: theirs',
  ])
})

import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'
import { type LinkOptions, link } from '../../harness/project/link.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { bundle, type Contents, createProject } from '../../harness/toolkit/project.ts'
import { rejectOtherVersion } from '../../src/toolkit/bundle/check-version.ts'
import type { PackageJson } from '../../src/toolkit/bundle/package-json.ts'

async function rejection(contents: Contents): Promise<string> {
  const root = await createProject({ 'dist/old.tar.gz': 'from the last run', ...contents })
  const { exitCode, stdout, stderr } = await bundle(root)
  expect(stderr).toMatch(/^\n✖ No bundle was created, because it would not run on the host:\n {2}✗ /)
  expect(stderr).toMatch(/^ {4}To fix it: /m)
  expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' })
  expect(existsSync(join(root, 'dist')), 'an old bundle is removed, or it could be mistaken for a new one').toBe(false)
  return stderr
}

const code = 'extern int node_api_symbol_for(void); int use() { return node_api_symbol_for(); }'

test.each<[string, LinkOptions, RegExp]>([
  [
    'a newer glibc',
    { versions: ['GLIBC_2.4', 'GLIBC_2.34', 'GLIBC_2.18'] },
    /requires GLIBC_2\.34 \(f1\): .* glibc 2\.17 /,
  ],
  ['compact relocations', { versions: ['GLIBC_2.4', 'GLIBC_ABI_DT_RELR'] }, /requires GLIBC_ABI_DT_RELR \(f1\)/],
  ['OpenSSL', { library: 'libssl.so.3' }, /needs libssl\.so\.3, .*\n {4}To fix it: use rustls/],
  ['libcrypto', { library: 'libcrypto.so.1.1' }, /needs libcrypto\.so\.1\.1, .*\n {4}To fix it: use rustls/],
  ['PostgreSQL', { library: 'libpq.so.5' }, /needs libpq\.so\.5, .*\n {4}To fix it: .*sqlx/],
  ['SQLite', { library: 'libsqlite3.so.0' }, /needs libsqlite3\.so\.0, .*\n {4}To fix it: .*"bundled"/],
  ['musl', { library: 'libc.musl-x86_64.so.1' }, /needs libc\.musl-x86_64\.so\.1, .*\n {4}To fix it: build for glibc/],
  ['C++', { library: 'libstdc++.so.6' }, /needs libstdc\+\+\.so\.6, .*\n {4}To fix it: link it statically/],
  ['Node-API 9', { code }, /calls node_api_symbol_for, .*Node\.js 16 has Node-API 8\.\n {4}To fix it: .*"napi9"/],
])('an addon that needs %s is rejected', async (_, needs, expected) => {
  expect(await rejection({ 'built.node': (await link(needs)).addon })).toMatch(expected)
})

test('an addon for another processor or system, or a damaged one, is rejected', async () => {
  const { addon } = await link()
  const arm = Uint8Array.from(addon)
  arm[0x12] = 183
  expect(await rejection({ 'built.node': arm })).toContain(
    "app.node was built for a processor other than the host's x86-64",
  )
  const notElf = /app\.node is not a 64-bit Linux binary/
  expect(await rejection({ 'built.node': Buffer.from('\xcf\xfa\xed\xfe of macOS', 'latin1') })).toMatch(notElf)
  expect(await rejection({ 'built.node': 'MZ of Windows' })).toMatch(notElf)
  expect(await rejection({ 'built.node': '' })).toMatch(notElf)
  expect(await rejection({ 'built.node': addon.subarray(0, -100) })).toMatch(/app\.node is damaged/)
  expect(await rejection({ 'built.node': addon.subarray(0, 10) })).toMatch(/app\.node is damaged/)
  const unreadable = Uint8Array.from(addon).fill(0, 0x3c, 0x3e)
  expect(await rejection({ 'built.node': unreadable })).toMatch(/app\.node is damaged \(no section headers\)/)
})

test.each([
  [
    'ES module syntax',
    'import http from "node:http"\n',
    /^ {2}✗ app\.js:1: .*import .*: the host loads app\.js with require\(\)/m,
  ],
  ['top-level await', 'await main()\n', /^ {2}✗ app\.js:1: await is only valid/m],
  ['a syntax error', 'const a = 1\nconst = 2\n', /^ {2}✗ app\.js:2: Unexpected token/m],
  ['require() of a package', "require('express')()\n", /requires express: .*no node_modules/],
  ['require() of a file in a package', "require('pg/lib/x')\n", /requires pg\/lib\/x: .*no node_modules/],
  [
    'require() of a file that is not in the bundle',
    "require('./lib/x')\n",
    /requires \.\/lib\/x: .*To fix it: add lib\/x to package\.json's "o2switch"\."include"/s,
  ],
])('an app.js with %s is rejected', async (_, source, expected) => {
  expect(await rejection({ 'app.js': source })).toMatch(expected)
})

const newerSyntax = ['const r = /[\\p{L}--[a-z]]/v', 'const r = [/a/gv]', 'const r = /(?i:a)b/', 'const r = /(?i-s:a)/']

test.each(newerSyntax)('syntax that Node 16 does not support is rejected: %s', async (source) => {
  const node16 = await nodeBinary(16)
  expect((await runSource(node16, source)).stderr, 'Node 16 itself').toContain('SyntaxError')
  expect(await rejection({ 'app.js': source })).toMatch(
    /^ {2}✗ app\.js.*(newer syntax than Node\.js 16|: .*require\(\))/m,
  )
})

test('syntax that Node 16 supports is accepted, even if it looks newer', async () => {
  const source = `#!/usr/bin/env node
    // as in /a/v, (?i:x), or using x = 1
    class A { static #n = 1; static { A.m = 1_000 } static has(o) { return #n in o } }
    let a = 6, b = 2, v = 1, using = 3
    a ||= b / a / v
    const s = a?.b ?? /v/g.test('/x/v'), u = 'public/*', t = \`\${a / b}/v\`
    const r = /(?:i)(?=a)(?<!b)(?<name>c)/dgs
    module.exports = [...[a, b], s, u, t, r, using, import('fs'), require('node:fs/promises'), require('http')]
  `
  expect((await runSource(await nodeBinary(16), source)).stderr).toBe('')
  expect(await bundle(await createProject({ 'app.js': source }))).toMatchObject({ exitCode: 0 })
})

test.each([
  ['"type": "module"', { type: 'module' }, /says "type": "module": the host loads app\.js with require\(\)/],
  ['dependencies', { dependencies: { pg: '8' }, optionalDependencies: { x: '1' } }, /has dependencies \(pg, x\)/],
])('a package.json with %s is rejected', async (_, content, expected) => {
  expect(await rejection({ 'package.json': JSON.stringify(content) })).toMatch(expected)
})

test('a node_modules folder is rejected', async () => {
  expect(await rejection({ 'public/node_modules/x.js': '' })).toMatch(/public\/node_modules would be uploaded/)
})

test('all problems are listed in one run', async () => {
  const library = (await link({ library: 'libssl.so.3', versions: ['GLIBC_2.30'] })).addon
  const all = await rejection({ 'built.node': library, 'app.js': 'import x', 'package.json': '{ "type": "module" }' })
  expect(all.match(/^ {2}✗/gm)).toHaveLength(4)
})

test("the host's glibc is read from package.json", async () => {
  const newer = (await link({ versions: ['GLIBC_2.28'] })).addon
  const withGlibc = (glibc: unknown) =>
    createProject({ 'built.node': newer, 'package.json': JSON.stringify({ o2switch: { glibc } }) })
  expect(await bundle(await withGlibc('2.28'))).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('glibc 2.28'),
  })
  expect((await bundle(await withGlibc('2.27'))).stderr).toContain('requires GLIBC_2.28 (f0)')
  for (const wrong of ['2.5', '2', 'new', 2.28, ''])
    expect(await bundle(await withGlibc(wrong))).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"glibc" must be "2.17" or later'),
    })
})

const marked = `const char p[] = "o2switch-processor:avx,avx2,bmi2,fxsr,sse,sse2\\n";`

test('an addon that needs more than every x86-64 processor has is rejected, unless the project asks for it', async () => {
  const addon = (await link({ code: marked })).addon
  expect(await rejection({ 'built.node': addon })).toMatch(
    /✗ app\.node was compiled for processors with avx, avx2, bmi2: .*SIGILL\.\n {4}To fix it: .*RUSTFLAGS/,
  )
  const asking = (flag: string) => ({ '.cargo/config.toml': `[build]\nrustflags = ["${flag}"]\n`, 'built.node': addon })
  expect(await bundle(await createProject(asking('-Ctarget-cpu=haswell')))).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('For Linux on x86-64 + avx + avx2 + bmi2 with glibc 2.17'),
  })
  expect(await bundle(await createProject(asking('-Ctarget-cpu=native')))).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('target-cpu=native'),
  })
})

test('3: what nothing overrides in the config files of this machine is rejected, with the name of the file', async () => {
  const CARGO_HOME = await emptyFolder()
  writeFileSync(
    join(CARGO_HOME, 'config.toml'),
    '[profile.release]\npanic = "abort"\n[env]\nCFLAGS = "-march=native"\n',
  )
  expect(await bundle(await createProject(), { CARGO_HOME })).toMatchObject({
    exitCode: 3,
    stdout: '',
    stderr: expect.stringContaining(
      `overrides them: profile.release.panic (${CARGO_HOME}/config.toml), env.CFLAGS (${CARGO_HOME}/config.toml).`,
    ),
  })
})

test('2: one version in package.json and another in Cargo.toml are rejected, with both', async () => {
  const root = await createProject({ 'package.json': '{ "version": "1.2.4" }' })
  const message = (npm: string) => `package.json has the version ${npm}, and Cargo.toml has 1.2.3.`
  expect(await bundle(root)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`✖ ${message('1.2.4')}`) })
  const compare = (version: unknown) => () =>
    rejectOtherVersion({ version } as PackageJson, { name: 'x', version: '1.2.3', targetDirectory: '' })
  for (const other of ['1.2.3-rc.1', 'v1.2.3', '1.2.3+build', '']) expect(compare(other)).toThrow(message(other))
  for (const same of ['1.2.3', undefined]) expect(compare(same)).not.toThrow()
})

test('a missing app.js and a link in public/ are rejected', async () => {
  const noApp = await bundle(await createProject({ 'app.js': undefined }))
  expect(noApp).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^\n✖ app\.js is missing, and the bundle needs it\.\n {2}\S/),
  })
  const linked = await createProject()
  mkdirSync(join(linked, 'public'))
  symlinkSync('/etc/hostname', join(linked, 'public/name'))
  expect(await bundle(linked)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^\n✖ public\/name is neither/),
  })
})

test('missing tools are listed, with the command that installs them', async () => {
  const PATH = await emptyFolder()
  symlinkSync((await execa('which', ['cargo'])).stdout, join(PATH, 'cargo'))
  const env = { PATH, CARGO_ZIGBUILD_PYTHON_PATH: undefined, CARGO_ZIGBUILD_ZIG_PATH: undefined }
  expect(await bundle(await createProject(), env, [])).toMatchObject({
    exitCode: 3,
    stdout: '',
    stderr: expect.stringMatching(
      /^✖ To build for the host, zig and cargo-zigbuild must be installed\.\n.*: pipx install --include-deps cargo-zigbuild\n/m,
    ),
  })
  writeProgram(join(PATH, 'python-zig'), 'echo 0.14.1') // as pipx installs the package ziglang
  const { stderr, exitCode } = await bundle(await createProject(), { ...env, RUSTFLAGS: '-C target-cpu=native' }, [])
  expect(stderr).toMatch(/^This machine's settings do not get into a bundle: .*\bRUSTFLAGS\b.*\n/)
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(
      /^✖ To build for the host, cargo-zigbuild must be installed\.\n.*: pipx install cargo-zigbuild\n/m,
    ),
  })
  const nowhere = await emptyFolder()
  expect(await bundle(await createProject(), { PATH: nowhere, CARGO_HOME: nowhere })).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/^\n✖ Rust is not installed\.\n {2}Install Rust: .*https:\/\/sh\.rustup\.rs/),
  })
})

async function runSource(node: string, source: string) {
  const file = join(await emptyFolder(), 'app.js')
  writeFileSync(file, source)
  return execa(node, [file], { reject: false })
}

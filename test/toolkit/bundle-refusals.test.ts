import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { program } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'
import { type Linked, link } from '../../harness/project/link.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { bundle, type Contents, craft } from '../../harness/toolkit/project.ts'

async function refusal(contents: Contents): Promise<string> {
  const root = await craft({ 'dist/old.tar.gz': 'of the last time', ...contents })
  const { exitCode, stdout, stderr } = await bundle(root)
  expect(stderr).toMatch(/^\nNo bundle was made, since it would not run on the host:\n\n✗ /)
  expect(stderr).toMatch(/^ {2}To mend it: /m)
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(existsSync(join(root, 'dist')), 'nobody takes the one of the last time for it').toBe(false)
  return stderr
}

const code = 'extern int node_api_symbol_for(void); int use() { return node_api_symbol_for(); }'

test.each<[string, Linked, RegExp]>([
  [
    'a newer glibc',
    { versions: ['GLIBC_2.4', 'GLIBC_2.34', 'GLIBC_2.18'] },
    /asks for GLIBC_2\.34 \(f1\): .* glibc 2\.17 /,
  ],
  ['compact relocations', { versions: ['GLIBC_2.4', 'GLIBC_ABI_DT_RELR'] }, /asks for GLIBC_ABI_DT_RELR \(f1\)/],
  ['OpenSSL', { library: 'libssl.so.3' }, /needs libssl\.so\.3, .*\n {2}To mend it: use rustls/],
  ['libcrypto', { library: 'libcrypto.so.1.1' }, /needs libcrypto\.so\.1\.1, .*\n {2}To mend it: use rustls/],
  ['PostgreSQL', { library: 'libpq.so.5' }, /needs libpq\.so\.5, .*\n {2}To mend it: .*sqlx/],
  ['SQLite', { library: 'libsqlite3.so.0' }, /needs libsqlite3\.so\.0, .*\n {2}To mend it: .*"bundled"/],
  ['musl', { library: 'libc.musl-x86_64.so.1' }, /needs libc\.musl-x86_64\.so\.1, .*\n {2}To mend it: build for glibc/],
  ['C++', { library: 'libstdc++.so.6' }, /needs libstdc\+\+\.so\.6, .*\n {2}To mend it: link it statically/],
  ['Node-API 9', { code }, /calls node_api_symbol_for, .*Node\.js 16 has Node-API 8\.\n {2}To mend it: .*"napi9"/],
])('an addon that needs %s', async (_, needs, expected) => {
  expect(await refusal({ 'built.node': (await link(needs)).addon })).toMatch(expected)
})

test('an addon for another processor, another system, or cut off', async () => {
  const { addon } = await link()
  const arm = Uint8Array.from(addon)
  arm[0x12] = 183
  expect(await refusal({ 'built.node': arm })).toContain("app.node is for another processor than the host's x86-64")
  const no = /app\.node is no 64-bit Linux library/
  expect(await refusal({ 'built.node': Buffer.from('\xcf\xfa\xed\xfe of macOS', 'latin1') })).toMatch(no)
  expect(await refusal({ 'built.node': 'MZ of Windows' })).toMatch(no)
  expect(await refusal({ 'built.node': '' })).toMatch(no)
  expect(await refusal({ 'built.node': addon.subarray(0, -100) })).toMatch(/app\.node is damaged/)
  expect(await refusal({ 'built.node': addon.subarray(0, 10) })).toMatch(/app\.node is damaged/)
  const unreadable = Uint8Array.from(addon).fill(0, 0x3c, 0x3e)
  expect(await refusal({ 'built.node': unreadable })).toMatch(/app\.node is damaged \(no section headers\)/)
})

test.each([
  [
    'an ES module',
    'import http from "node:http"\n',
    /^✗ app\.js:1: .*import .*: the host loads app\.js with require\(\)/m,
  ],
  ['top-level await', 'await main()\n', /^✗ app\.js:1: await is only valid/m],
  ['no JavaScript', 'const a = 1\nconst = 2\n', /^✗ app\.js:2: Unexpected token/m],
  ['a package', "require('express')()\n", /requires express: .*no node_modules/],
  ['a part of a package', "require('pg/lib/x')\n", /requires pg\/lib\/x: .*no node_modules/],
  [
    'a file that stays here',
    "require('./lib/x')\n",
    /requires \.\/lib\/x: .*To mend it: add lib\/x to what the bundle holds/s,
  ],
])('an app.js that is or needs %s', async (_, source, expected) => {
  expect(await refusal({ 'app.js': source })).toMatch(expected)
})

const later = ['const r = /[\\p{L}--[a-z]]/v', 'const r = [/a/gv]', 'const r = /(?i:a)b/', 'const r = /(?i-s:a)/']

test.each(later)('syntax after Node 16: %s', async (source) => {
  const node16 = await nodeBinary(16)
  expect((await start(node16, source)).stderr, 'Node 16 itself').toContain('SyntaxError')
  expect(await refusal({ 'app.js': source })).toMatch(/^✗ app\.js.*(newer syntax than Node\.js 16|: .*require\(\))/m)
})

test('syntax that Node 16 reads is not refused, whatever it looks like', async () => {
  const source = `#!/usr/bin/env node
    // as in /a/v, (?i:x), or using x = 1
    class A { static #n = 1; static { A.m = 1_000 } static has(o) { return #n in o } }
    let a = 6, b = 2, v = 1, using = 3
    a ||= b / a / v
    const s = a?.b ?? /v/g.test('/x/v'), u = 'public/*', t = \`\${a / b}/v\`
    const r = /(?:i)(?=a)(?<!b)(?<name>c)/dgs
    module.exports = [...[a, b], s, u, t, r, using, import('fs'), require('node:fs/promises'), require('http')]
  `
  expect((await start(await nodeBinary(16), source)).stderr).toBe('')
  expect(await bundle(await craft({ 'app.js': source }))).toMatchObject({ exitCode: 0 })
})

test.each([
  ['"type": "module"', { type: 'module' }, /says "type": "module": the host loads app\.js with require\(\)/],
  ['dependencies', { dependencies: { pg: '8' }, optionalDependencies: { x: '1' } }, /has dependencies \(pg, x\)/],
])('a package.json with %s', async (_, content, expected) => {
  expect(await refusal({ 'package.json': JSON.stringify(content) })).toMatch(expected)
})

test('a folder node_modules', async () => {
  expect(await refusal({ 'public/node_modules/x.js': '' })).toMatch(/public\/node_modules is to be uploaded/)
})

test('all that is wrong is said at once', async () => {
  const library = (await link({ library: 'libssl.so.3', versions: ['GLIBC_2.30'] })).addon
  const all = await refusal({ 'built.node': library, 'app.js': 'import x', 'package.json': '{ "type": "module" }' })
  expect(all.match(/^✗/gm)).toHaveLength(4)
})

test("the host's glibc is what package.json says", async () => {
  const newer = (await link({ versions: ['GLIBC_2.28'] })).addon
  const withGlibc = (glibc: unknown) =>
    craft({ 'built.node': newer, 'package.json': JSON.stringify({ o2switch: { glibc } }) })
  expect(await bundle(await withGlibc('2.28'))).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('glibc 2.28'),
  })
  expect((await bundle(await withGlibc('2.27'))).stderr).toContain('asks for GLIBC_2.28 (f0)')
  for (const wrong of ['2.5', '2', 'new', 2.28, ''])
    expect((await bundle(await withGlibc(wrong))).stderr).toContain('"glibc" must be a version from "2.17" on')
})

test('what is not there, or is no file, is named', async () => {
  const noApp = await bundle(await craft({ 'app.js': undefined }))
  expect(noApp).toMatchObject({ exitCode: 1, stderr: '\napp.js is not there, and the bundle needs it' })
  const linked = await craft()
  mkdirSync(join(linked, 'public'))
  symlinkSync('/etc/hostname', join(linked, 'public/name'))
  expect(await bundle(linked)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^\npublic\/name is neither/),
  })
})

test('tools that are missing are named, with the command that installs them', async () => {
  const PATH = await emptyFolder()
  symlinkSync((await execa('which', ['cargo'])).stdout, join(PATH, 'cargo'))
  const env = { PATH, CARGO_ZIGBUILD_PYTHON_PATH: undefined, CARGO_ZIGBUILD_ZIG_PATH: undefined }
  expect(await bundle(await craft(), env, [])).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr:
      '\nTo build for the host, zig and cargo-zigbuild must be installed: pipx install --include-deps cargo-zigbuild',
  })
  program(join(PATH, 'python-zig'), 'echo 0.14.1') // what pipx makes of the package ziglang
  expect(await bundle(await craft(), env, [])).toMatchObject({
    exitCode: 1,
    stderr: '\nTo build for the host, cargo-zigbuild must be installed: pipx install cargo-zigbuild',
  })
  const noCargo = await bundle(await craft(), { PATH: await emptyFolder() })
  expect(noCargo).toMatchObject({ exitCode: 1, stderr: '\ncargo was not found: install Rust from https://rustup.rs' })
})

async function start(node: string, source: string) {
  const file = join(await emptyFolder(), 'app.js')
  writeFileSync(file, source)
  return execa(node, [file], { reject: false })
}

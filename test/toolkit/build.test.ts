import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { createProject, metadata, pathWith, rust, toolkit } from '../../harness/toolkit/project.ts'

const manifest = '[package]\nname = "my-shop"\nversion = "1.2.3"\nrust-version = "1.88"\n[workspace]\n'

/** A project with this script as napi; without its packages if undefined. */
async function projectWith(napi: string | undefined): Promise<string> {
  const bin = 'node_modules/.bin/napi'
  const root = await createProject({ 'Cargo.toml': manifest, [bin]: napi && `#!/bin/sh\n${napi}\n` })
  if (napi) await chmod(join(root, bin), 0o755)
  return root
}

test('build runs napi, shows its output on stderr, and passes other options on to cargo', async () => {
  const root = await projectWith('echo "napi $*"; echo warning >&2; echo addon > app.node')
  const result = await toolkit(root, ['build', '--locked', '--features', 'x'], { PATH: await pathWith(rust) })
  expect(result).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr:
      'napi build --release --manifest-path host/addon/Cargo.toml --package-json-path package.json --output-dir . -- --lib --locked --features x\nwarning',
  })
  expect(readFileSync(join(root, 'app.node'), 'utf8')).toBe('addon\n')
})

test('4: a failed build prints one message below the output of napi', async () => {
  const root = await projectWith('echo "error[E0425]" >&2; exit 7')
  const { exitCode, stderr } = await toolkit(root, ['build'], { PATH: await pathWith(rust) })
  expect({ exitCode, stderr }).toEqual({
    exitCode: 4,
    stderr:
      'error[E0425]\n\n✖ napi build failed (exit code 7).\n  See the output of cargo above. app.node is unchanged.',
  })
})

test("3: with Yarn's Plug'n'Play, in which napi fails with a stack, it is not started", async () => {
  const root = await projectWith('echo started >&2')
  writeFileSync(join(root, '.pnp.cjs'), "process.versions.pnp = '3'") // as Yarn's own file does first of all
  const { exitCode, stderr } = await toolkit(root, ['build'], {
    PATH: await pathWith(rust),
    NODE_OPTIONS: `--require ${join(root, '.pnp.cjs')}`,
    YARN_NODE_LINKER: 'pnp',
  })
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^\n✖ Yarn runs with Plug'n'Play.*\n {2}Unset YARN_NODE_LINKER, .*$/)
})

test('4: a napi that succeeds without writing app.node is not believed', async () => {
  const root = await projectWith('echo done')
  writeFileSync(join(root, 'app.node'), 'of an earlier build')
  const { exitCode, stderr } = await toolkit(root, ['build'], { PATH: await pathWith(rust) })
  expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: expect.stringContaining('did not write app.node.') })
})

test.each([['build'], ['build', '--dev', 'x.node']])(
  "2: where another project of this name builds, wherever that is configured, %s %s does not take the other's addon",
  async (...args) => {
    const root = await projectWith('echo napi started')
    const [other, shared] = [await emptyFolder(), await emptyFolder()]
    writeFileSync(join(other, 'Cargo.toml'), '')
    mkdirSync(join(shared, 'release'))
    writeFileSync(join(shared, 'release/libmy_shop.d'), `${shared}/release/libmy_shop.so: ${other}/src/lib.rs\n`)
    const above = await emptyFolder()
    mkdirSync(join(above, '.cargo'))
    writeFileSync(join(above, '.cargo/config.toml'), `[build]\ntarget-dir = "${shared}"\n`)
    cpSync(root, join(above, 'my-shop'), { recursive: true })
    const { exitCode, stderr } = await toolkit(join(above, 'my-shop'), args, { CARGO_TARGET_DIR: undefined })
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(`^\n✖ In ${shared}, the name "my-shop" is already used by ${other}: `),
    })
  },
)

test('a copy of a project, with what that one has built, is built', async () => {
  const root = await projectWith('echo addon > app.node')
  const original = await emptyFolder()
  writeFileSync(join(original, 'Cargo.toml'), '')
  mkdirSync(join(root, 'target/release'), { recursive: true })
  writeFileSync(join(root, 'target/release/libmy_shop.d'), `${original}/target/x.so: ${original}/src/lib.rs\n`)
  expect(await toolkit(root, ['build'], { PATH: await pathWith(rust) })).toMatchObject({ exitCode: 0 })
})

test('3: without Rust, napi is not started', async () => {
  const home = await emptyFolder()
  const { exitCode, stderr } = await toolkit(await projectWith('echo started >&2'), ['build'], {
    PATH: home,
    HOME: home,
    CARGO_HOME: undefined,
  })
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(
    /^\n✖ Rust is not installed; Rust finds no C compiler \(cc\) to link with\.\n {2}Install Rust: /,
  )
})

test('3: a Rust older than o2switch.rust in package.json is rejected', async () => {
  const old = { ...rust, rustc: 'echo "rustc 1.80.0 (0000000 2024-07-21)"' }
  const root = await createProject({ 'package.json': '{ "name": "x", "o2switch": { "rust": "1.88" } }' })
  const { exitCode, stderr } = await toolkit(root, ['build'], { PATH: await pathWith(old) })
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('needs 1.88') })
})

test('3: a Rust older than rust-version in Cargo.toml is rejected', async () => {
  const old = { ...rust, rustc: 'echo "rustc 1.80.0 (0000000 2024-07-21)"' }
  const { exitCode, stderr } = await toolkit(await projectWith(':'), ['build'], { PATH: await pathWith(old) })
  expect({ exitCode, stderr }).toEqual({
    exitCode: 3,
    stderr: '\n✖ Rust 1.80.0 is too old; the project needs 1.88.\n  Update it: rustup update stable',
  })
})

test.each([
  ['npm', undefined],
  ['pnpm', 'pnpm/10.34.9 npm/? node/v20.20.2 linux x64'],
])('3: without the project\'s packages, the hint is "%s install"', async (name, agent) => {
  const env = { PATH: await pathWith(rust), npm_config_user_agent: agent }
  const { exitCode, stderr } = await toolkit(await projectWith(undefined), ['build'], env)
  expect({ exitCode, stderr }).toEqual({
    exitCode: 3,
    stderr: `\n✖ The project's packages are not installed.\n  Install them: ${name} install`,
  })
})

const artifact = (kind: string) =>
  `{"reason":"compiler-artifact","target":{"kind":["${kind}"]},"filenames":["built.so","built.d"]}`

/** A cargo that prints these messages instead of compiling. */
const cargo = (messages: string, code = 0) => `${metadata}
case $1 in
  --version) echo "cargo 1.90.0" ;;
  *) echo "cargo $*" >&2; echo 'printed by a macro'; echo '${messages}'; echo x > built.so; exit ${code} ;;
esac`

test('build --dev runs cargo alone, in the dev profile, and writes the addon to the given file', async () => {
  const root = await projectWith(undefined)
  const PATH = await pathWith({ ...rust, cargo: cargo(artifact('cdylib')).replace('echo x', '/bin/echo x') })
  const result = await toolkit(root, ['build', '--dev', './target/dev/test.node', '--locked'], { PATH })
  expect(result).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: 'cargo build --locked --manifest-path host/addon/Cargo.toml --lib --message-format json-render-diagnostics',
  })
  expect(readFileSync(join(root, 'target/dev/test.node'), 'utf8')).toBe('x\n')
})

test.each([
  ['does not compile', cargo('', 101), '✖ cargo build failed (exit code 101).'],
  ['has no cdylib', cargo(artifact('rlib')), '✖ cargo built no addon.'],
])('4: build --dev fails for a crate that %s', async (_, script, message) => {
  const root = await projectWith(undefined)
  const result = await toolkit(root, ['build', '--dev', 'x.node'], { PATH: await pathWith({ ...rust, cargo: script }) })
  expect(result).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(`${message}\n  `) })
  expect(result.stderr).toContain('x.node was not written.')
  expect(existsSync(join(root, 'x.node'))).toBe(false)
})

test('build --lang fr reports errors in French', async () => {
  const PATH = await emptyFolder()
  const { exitCode, stderr } = await toolkit(await projectWith(':'), ['build', '--lang', 'fr'], {
    PATH,
    HOME: PATH,
    CARGO_HOME: undefined,
  })
  expect(exitCode).toBe(3)
  expect(stderr).toContain('✖ Rust n’est pas installé')
})

test('130: Ctrl-C stops napi', async () => {
  const root = await projectWith('echo $$ > pid; echo begun >&2; while :; do /bin/sleep 1; done')
  const running = toolkit(root, ['build'], { PATH: await pathWith(rust) })
  running.stderr.on('data', (output) => String(output).includes('begun') && running.kill('SIGINT'))
  const { exitCode, stderr } = await running
  expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: 'begun\nCancelled. app.node is unchanged.' })
  expect(() => process.kill(Number(readFileSync(join(root, 'pid'), 'utf8')), 0)).toThrow('ESRCH')
})

import { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'
import { bundle, type Contents, createProject, pathWith, rust, toolkit } from '../../harness/toolkit/project.ts'

// Instead of the real one, which needs a real addon.
const launcher = { 'host/addon/launcher.c': '#include <stdio.h>\nint main(void) { return puts("launched") < 0; }\n' }

/** Newer than that of this machine, which the stand-in for zig links for. */
const glibc = '2.99'

const packageJson = (process: unknown) => ({ 'package.json': JSON.stringify({ o2switch: { process, glibc } }) })

const projectWith = (process: unknown, contents: Contents = {}) =>
  createProject({ ...launcher, ...packageJson(process), ...contents })

// Where the machine's own zig, if it has one, is not found.
const noZig = { CARGO_ZIGBUILD_PYTHON_PATH: 'no-python', CARGO_ZIGBUILD_ZIG_PATH: undefined }

/**
 * A stand-in for zig: `zig cc` is the C compiler of this machine. It cannot link for another glibc, which the tests of
 * real bundles have the real zig do.
 */
async function withZig() {
  const zig = `case $1 in
  version) echo 0.14.1 ;;
  cc) [ "$2 $3" = "-target x86_64-linux-gnu.${glibc}" ] && shift 3 && exec cc "$@" ;;
esac`
  return { ...noZig, PATH: `${await pathWith({ zig })}:${process.env.PATH}` }
}

/** A machine without zig and without a C compiler. */
async function withoutZig() {
  const PATH = await emptyFolder()
  symlinkSync((await execa('which', ['cargo'])).stdout, join(PATH, 'cargo'))
  return { ...noZig, PATH }
}

const uploaded = (root: string) => JSON.parse(readFileSync(join(root, 'dist/package.json'), 'utf8')).o2switch

test('the bundle has the launcher, as a program, and says which process serves the app', async () => {
  const env = { ...(await withZig()), SOURCE_DATE_EPOCH: '1700000000' }
  const bundles = await Promise.all(
    ['auto', 'rust'].map(async (process) => {
      const root = await projectWith(process)
      const result = await bundle(root, env)
      expect(result, result.stderr).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^For Linux .*$/) })
      expect(uploaded(root)).toEqual({ process })
      return join(root, 'dist')
    }),
  )
  const [dist = '', other = ''] = bundles
  expect(statSync(join(dist, 'launcher')).mode & 0o777).toBe(0o755)
  expect((await execa(join(dist, 'launcher'))).stdout).toBe('launched')
  expect(readFileSync(join(other, 'launcher'))).toEqual(readFileSync(join(dist, 'launcher')))
  await execa('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: dist })
  const { stdout } = await execa('tar', ['-tvzf', join(dist, 'my-shop-1.2.3.tar.gz')])
  expect(stdout).toMatch(/^-rwxr-xr-x 0\/0 .* launcher$/m)
  expect(stdout).toMatch(/^-rw-r--r-- 0\/0 .* app\.node$/m)
})

test('"process": "node" needs no launcher, and neither does an older project', async () => {
  for (const project of [projectWith('node'), projectWith('auto', { 'host/addon/launcher.c': undefined })]) {
    const root = await project
    expect(await bundle(root)).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(root, 'dist/launcher'))).toBe(false)
    expect(uploaded(root)).toEqual({ process: 'node' })
  }
})

test('a launcher that would not run on the host is rejected, as the addon is', async () => {
  const root = await projectWith('auto', { 'package.json': '{}', launcher: readFileSync('/bin/true') })
  expect(await bundle(root, await withoutZig())).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(
      / {2}✗ launcher requires GLIBC_2\.\d+ \(.*\): the host's glibc 2\.17 has no such version/,
    ),
  })
})

test('without zig, an addon that was built elsewhere brings its launcher along', async () => {
  const env = await withoutZig()
  const root = await projectWith('auto', { launcher: readFileSync('/bin/true') })
  expect(await bundle(root, env)).toMatchObject({ exitCode: 0 })
  expect(readFileSync(join(root, 'dist/launcher'))).toEqual(readFileSync('/bin/true'))
  expect(uploaded(root)).toEqual({ process: 'auto' })

  rmSync(join(root, 'launcher'))
  expect(await bundle(root, env)).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(
      /^Without zig \(pipx install ziglang\), and without a launcher beside built\.node, the host serves the app inside Node\.\nFor Linux/,
    ),
  })
  expect(uploaded(root)).toEqual({ process: 'node' })

  writeFileSync(join(root, 'package.json'), packageJson('rust')['package.json'])
  expect(await bundle(root, env)).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/^\n✖ To build for the host, zig must be installed\.\n.*: pipx install ziglang\n/),
  })
})

test('"process": "rust" needs the source of the launcher', async () => {
  const root = await projectWith('rust', { 'host/addon/launcher.c': undefined })
  expect(await bundle(root)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('host/addon/launcher.c is missing, and "process": "rust"'),
  })
})

/** A project whose napi writes an addon, and an environment with a compiler and a Rust that only prints its version. */
async function toBuild(process: unknown, contents: Contents = {}) {
  const root = await projectWith(process, { 'node_modules/.bin/napi': '', ...contents })
  writeProgram(join(root, 'node_modules/.bin/napi'), 'echo addon > app.node')
  const { cargo = '', rustc = '' } = rust
  return [root, { PATH: `${await pathWith({ cargo, rustc })}:${globalThis.process.env.PATH}` }] as const
}

test('build compiles the launcher beside the addon', async () => {
  const [root, env] = await toBuild(undefined)
  expect(await toolkit(root, ['build'], env)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
  expect(readFileSync(join(root, 'app.node'), 'utf8')).toBe('addon\n')
  expect((await execa(join(root, 'launcher'))).stdout).toBe('launched')

  const [other, itsEnv] = await toBuild('node')
  expect(await toolkit(other, ['build'], itsEnv)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(existsSync(join(other, 'launcher'))).toBe(false)
})

test('4: a launcher that does not compile is one message below what the compiler says', async () => {
  const [root, env] = await toBuild('auto', { 'host/addon/launcher.c': 'int main(void) { return x; }\n' })
  const { exitCode, stderr } = await toolkit(root, ['build'], env)
  expect(exitCode).toBe(4)
  expect(stderr).toMatch(/launcher\.c:1:.*error:.*\bx\b/)
  expect(stderr).toMatch(
    /\n✖ host\/addon\/launcher\.c was not compiled \(cc: exit code 1\)\.\n {2}.*app\.node is built\.$/,
  )
})

test.each([['rusty'], [null]])('2: "process": %j is rejected', async (value) => {
  const message = new RegExp(
    `✖ package\\.json: "o2switch"\\."process" must be "auto", "rust" or "node", not ${JSON.stringify(value)}\\.\\n`,
  )
  const [root, env] = await toBuild(value)
  const kept = expect.stringMatching(new RegExp(`${message.source}.*app\\.node is unchanged\\.$`))
  expect(await toolkit(root, ['build'], env)).toMatchObject({ exitCode: 2, stderr: kept })
  expect(existsSync(join(root, 'app.node'))).toBe(false)
  const none = expect.stringMatching(new RegExp(`${message.source}.*There is no bundle in dist/ now\\.$`))
  expect(await bundle(root)).toMatchObject({ exitCode: 2, stderr: none })
})

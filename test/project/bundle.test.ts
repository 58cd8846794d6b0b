import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startHost } from '../../harness/passenger/passenger.ts'
import { startApp } from '../../harness/project/app.ts'
import { linkedLibraries, objectFiles } from '../../harness/project/libraries.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { nodeOnOldGlibc } from '../../harness/project/old-glibc.ts'
import { cargoTarget, frameworks, type Project, renderProject } from '../../harness/project/projects.ts'
import { unoptimise } from '../../harness/project/unoptimise.ts'
import { pathWithZig } from '../../harness/project/zig.ts'
import { highestGlibc } from '../../src/addon/elf.ts'
import { processorFeatures } from '../../src/addon/processor.ts'

/** The oldest and the newest Node that o2switch offers today. */
const nodes = [16, 24]

/** Each of these once got into the bundle, or kept it from being built. */
const ofMachine = {
  RUSTFLAGS: '-C target-cpu=native',
  CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER: '/nowhere/mold',
  CARGO_PROFILE_RELEASE_PANIC: 'abort',
  CARGO_PROFILE_BUNDLE_LTO: 'off',
  RUSTC_WRAPPER: '/nowhere/sccache',
  CFLAGS: '-march=native',
}

/** A bundle compiles all crates once more, for the host: npm test makes one, the scenario `bundle` of endurance the others. */
const bundled = process.env.BUNDLED_FRAMEWORK ?? frameworks[0]

describe.each(frameworks.filter((framework) => framework === bundled))('the bundle of %s', (framework) => {
  let project: Project
  beforeAll(async () => {
    project = await renderProject(framework, `crate-${framework}`)
    unoptimise(project.root)
    const { stdout, stderr } = await script(project, 'bundle')
    expect(stderr).toMatch(
      new RegExp(`^This machine's settings .*: (?=.*${Object.keys(ofMachine).join(')(?=.*')})`, 'm'),
    )
    expect(stdout).toBe(`dist/crate-${framework}-0.1.0.tar.gz`)
  })
  const healthy = { status: 'ok', name: `crate-${framework}`, version: '0.1.0', process: 'node' }

  test('needs no glibc newer than 2.17 and contains no paths of the build machine', () => {
    const [addon, launcher] = ['app.node', 'launcher'].map((name) =>
      readFileSync(path.join(project.root, 'dist', name)),
    )
    expect(highestGlibc(addon as Buffer)).toBe('2.17')
    expect(highestGlibc(launcher as Buffer)).toBe('2.2.5')
    expect(processorFeatures(addon as Buffer), 'what not every x86-64 processor has').toEqual([])
    for (const file of [addon, launcher]) {
      expect(file?.includes(os.homedir()), 'the home folder').toBe(false)
      expect(file?.includes(project.root), 'the project').toBe(false)
    }
  })

  // cargo leaves it out in silence if a crate is a plain library and a cdylib at once. Where that is the addon, it is a tenth
  // larger.
  test('has been optimised at link time, with all of its crates', async () => {
    const libraries = await linkedLibraries(project, await environment())
    expect(libraries.length).toBeGreaterThan(50)
    expect(libraries.filter(({ isFresh }) => !isFresh)).toEqual([])
    const compiled = libraries.filter(({ file }) => objectFiles(file) > 0)
    expect(compiled, 'machine code before linking').toEqual([])
  })

  test.each(nodes)('runs on a real glibc 2.31 with Node %i', async (major) => {
    const root = await unpack(project)
    const [loader, ...args] = await nodeOnOldGlibc(await nodeBinary(major))
    const { stdout } = await execa(loader, [...args, '-p', 'process.report.getReport().header.glibcVersionRuntime'])
    expect(stdout).toBe('2.31')

    const app = startApp([loader, ...args, 'app.js'], root)
    expect(await (await fetch(`${await app.url()}/health`)).json()).toEqual(healthy)
    app.child.kill('SIGTERM')
    expect(await app.exited).toBe(0)
    expect(app.output.stderr).not.toMatch(/WARN|ERROR/)
  })

  test('runs behind Passenger', async () => {
    await using host = await startHost([{ root: await unpack(project) }])
    expect(await (await fetch(`${host.urls[0]}/health`)).json()).toEqual(healthy)
  })

  test('passes the rehearsal', async () => {
    const { stderr } = await script(project, 'rehearse')
    const passed = (how: string) =>
      `^crate-\\S+ 0\\.1\\.0 started, answered /health and stopped, ${how} Node\\.js \\S+ under Passenger \\d`
    for (const how of ['in place of', 'on']) expect(stderr).toMatch(new RegExp(passed(how), 'm'))
    for (const major of nodes) {
      const { stderr } = await script(project, 'rehearse', '--stand-in', '--node', await nodeBinary(major))
      for (const how of ['in place of', 'on']) expect(stderr).toContain(`stopped, ${how} Node.js ${major}.`)
    }
  })
})

/** Runs one of the project's npm scripts. */
async function script({ root }: Project, name: string, ...args: string[]) {
  const env = { ...(await environment()), ...ofMachine }
  return execa('npm', ['run', '--silent', name, '--', ...args], { cwd: root, env, stdin: 'ignore' })
}

async function environment() {
  return { PATH: await pathWithZig(), CARGO_TARGET_DIR: cargoTarget }
}

/** Unpacks the archive, as cPanel does, into a folder that the app's user can read. */
async function unpack({ root }: Project): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'app-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await chmod(folder, 0o755)
  const [name] = /\S+\.tar\.gz/.exec(readFileSync(path.join(root, 'dist/SHA256SUMS'), 'utf8')) ?? []
  await execa('tar', ['-xzf', path.join(root, 'dist', String(name)), '-C', folder])
  return folder
}

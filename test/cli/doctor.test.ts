import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copy, outputFile } from 'fs-extra/esm'
import { expect, inject, test } from 'vitest'
import type { CheckRecord } from '../../src/core/diagnosis.ts'
import type { DoctorDocument } from '../../src/core/result.ts'
import { parseAs } from '../support/schema.ts'
import { emptyFolder, filesIn } from './folder.ts'
import { goodPrograms, type Machine, machine, type Programs, pidsIn, runTool } from './machine.ts'
import { openTerminal } from './terminal.ts'

const host = 'x86_64-unknown-linux-gnu'

const rustc = `# Stands for a rustc that also knows where it runs.
echo "rustc 1.90.0 (0000000 2026-01-01)"; echo "host: ${host}"`

const everything: Programs = {
  ...goodPrograms,
  rustc,
  git: '# Stands for git.\necho "git version 2.39.5"',
  zig: '# Stands for zig.\necho 0.13.0',
  'cargo-zigbuild': '# Stands for cargo-zigbuild.\necho "cargo-zigbuild 0.20.1"',
}

/** The lines of the table, without the free space, which differs from minute to minute. */
const table = (stdout: string) => stdout.replace(/[\d.]+ GB free/, '… GB free').split('\n')

async function documentOf({ cwd, env, bin }: Machine, more: Record<string, string> = {}) {
  const { stdout, exitCode } = await runTool({ cwd, env: { ...env, ...more }, bin }, ['doctor', '--json'])
  const document = parseAs<DoctorDocument>('doctor', String(stdout))
  expect(document.exitCode).toBe(exitCode)
  const check = (name: string) => document.checks?.find((one) => one.name === name) as CheckRecord
  return { ...document, check }
}

test('0: everything is there', async () => {
  const { run, cwd } = await machine(everything)
  const { exitCode, stdout, stderr } = await run('doctor')
  expect(exitCode).toBe(0)
  expect(table(stdout)).toEqual([
    `✔ Node                 ${process.versions.node}`,
    '✔ npm                  11.0.0',
    '✔ cargo                1.90.0',
    '✔ rustc                1.90.0',
    '✔ C linker             12.2.0 (cc)',
    '✔ disk space           … GB free',
    '✔ git                  2.39.5',
    `✔ the host's target    ${host}, that of this machine`,
    '✔ zig, cargo-zigbuild  0.13.0, 0.20.1',
    '',
    'All that a project needs is there.',
    '',
  ])
  expect(stderr).toMatch(/^Look at this machine… done in .*\n$/)
  expect(await filesIn(cwd)).toEqual([])
})

test('3: nothing is there: each problem is told, with what mends it', async () => {
  const { run } = await machine({ cc: 'absent' })
  const { exitCode, stdout } = await run('doctor')
  expect(exitCode).toBe(3)
  const below = ' '.repeat(23)
  expect(table(stdout)).toEqual([
    `✔ Node                 ${process.versions.node}`,
    '✖ npm                  npm does not answer: it is not on your PATH',
    `${below}npm comes with Node: install it again from https://nodejs.org, or look at your PATH.`,
    '✖ cargo                Rust is not installed',
    `${below}Install Rust: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh`,
    '✖ rustc                Rust is not installed',
    `${below}Install Rust: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh`,
    '✖ C linker             Rust finds no C compiler (cc) to link with',
    expect.stringMatching(/^ {23}Rust needs a C compiler to link with: apt-get install build-essential/),
    '✔ disk space           … GB free',
    '– git                  not there; only needed for the first commit',
    `${below}Install it: https://git-scm.com`,
    "– the host's target    only rustc knows, and it does not answer",
    '– zig, cargo-zigbuild  not there; only needed to build for a host with an older glibc',
    `${below}Install it: pip install ziglang cargo-zigbuild`,
    '',
    expect.stringMatching(/^A project cannot be built here yet, for lack of: npm, cargo, rustc, C linker\./),
    '',
  ])
})

test('0: without git and zig a project can be made', async () => {
  const { check, exitCode } = await documentOf(await machine({ ...goodPrograms, git: 'absent' }))
  expect(exitCode).toBe(0)
  expect(check('git')).toMatchObject({ status: 'unneeded', mend: expect.any(String) })
  expect(check('zig')).toMatchObject({ status: 'unneeded', mend: 'Install it: pip install ziglang cargo-zigbuild' })
})

test('0: zig through Python alone, as pip installs it', async () => {
  const python3 = `# Stands for a Python that has the package ziglang.
[ "$*" = "-m ziglang version" ] && echo 0.14.1`
  const { zig, ...others } = everything
  const { check } = await documentOf(await machine({ ...others, python3 }))
  expect(check('zig')).toMatchObject({ status: 'passed', version: '0.14.1, 0.20.1', detail: 'python3 -m ziglang' })
})

test('0: zig alone is of no use, and only the other half is to be installed', async () => {
  const { check } = await documentOf(await machine({ ...everything, 'cargo-zigbuild': 'absent' }))
  expect(check('zig')).toMatchObject({ status: 'unneeded', mend: 'Install it: pip install cargo-zigbuild' })
})

test('0: a rustc that is too old for one framework says for which; 3: for all', async () => {
  const tool = await emptyFolder()
  await copy(inject('tool'), tool)
  const manifest = join(tool, 'templates/frameworks/fancy/Cargo.toml.hbs')
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('1.88', '1.95'))
  const some = await documentOf(await machine(goodPrograms, tool))
  expect(some.exitCode).toBe(0)
  expect(some.check('rustc')).toMatchObject({ status: 'passed', detail: 'too old for Fancy, which needs 1.95' })

  const old = '# Stands for a rustc of long ago.\necho "rustc 1.80.0 (0000000 2024-07-21)"'
  const none = await documentOf(await machine({ ...goodPrograms, rustc: old }, tool))
  expect(none.exitCode).toBe(3)
  expect(none.check('rustc')).toMatchObject({
    status: 'failed',
    problem: 'Rust 1.80.0 is too old, the project needs 1.88',
    mend: 'Update it: rustup update stable',
  })
})

test('a missing C compiler: the command of this system, unless another linker is chosen', async () => {
  const without = { ...goodPrograms, rustc, cc: 'absent', 'apt-get': '# Stands for Debian.\n:' }
  const missing = await documentOf(await machine(without))
  expect(missing.exitCode).toBe(3)
  expect(missing.check('linker').mend).toMatch(/^Install it: (sudo )?apt-get install build-essential$/)

  const clang = '# Stands for a linker of their own.\necho "clang version 19.1.0"'
  const variable = 'CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER'
  const chosen = await documentOf(await machine({ ...without, clang }), { [variable]: 'clang' })
  expect(chosen.exitCode).toBe(0)
  expect(chosen.check('linker')).toMatchObject({ version: '19.1.0', detail: `clang, chosen in ${variable}` })

  const gone = await documentOf(await machine(without), { [variable]: 'clang' })
  expect(gone.exitCode).toBe(3)
  expect(gone.check('linker').problem).toBe(`the linker clang, chosen in ${variable}, is not there`)
})

test('a linker that is chosen in a configuration file of cargo', async () => {
  const here = await machine({ ...goodPrograms, rustc, cc: 'absent' })
  const path = join(here.env.HOME ?? '', '.cargo/config.toml')
  await outputFile(path, `[target.${host}]\nlinker = "/opt/cross/bin/ld"\n`)
  const { check } = await documentOf(here)
  expect(check('linker')).toMatchObject({ status: 'passed', detail: `chosen in ${path}` })
})

test('3: a C compiler without the C library', async () => {
  const cc = `# Stands for Debian's gcc without libc6-dev, which does not find that file.
case "$1" in -print-file-name=*) echo Scrt1.o ;; *) echo "cc 12.2.0" ;; esac`
  const { check, exitCode } = await documentOf(await machine({ ...goodPrograms, rustc, cc }))
  expect(exitCode).toBe(3)
  expect(check('linker').problem).toContain('C library')
})

test("another system than the host's: its target is installed, or told how to get", async () => {
  const elsewhere = (libraries: string) => `# Stands for a rustc on an Apple computer.
case "$1" in -vV) echo "rustc 1.90.0"; echo "host: aarch64-apple-darwin" ;; --print) echo "${libraries}" ;; esac`
  const without = await documentOf(await machine({ ...goodPrograms, rustc: elsewhere('/nowhere/lib') }))
  expect(without.exitCode).toBe(0)
  expect(without.check('target')).toMatchObject({
    status: 'unneeded',
    mend: `Install it: rustup target add ${host}`,
  })
  const libraries = await emptyFolder()
  const installed = await documentOf(await machine({ ...goodPrograms, rustc: elsewhere(libraries) }))
  expect(installed.check('target')).toMatchObject({ status: 'passed', detail: host })
})

test('--json: one document and nothing else on stdout, also for what goes wrong', async () => {
  const { checks } = await documentOf(await machine(everything))
  expect(checks?.map(({ name, status }) => `${name} ${status}`)).toEqual(
    ['node', 'packageManager', 'cargo', 'rustc', 'linker', 'disk', 'git', 'target', 'zig'].map(
      (one) => `${one} passed`,
    ),
  )
  const { run } = await machine(everything)
  for (const args of [['--framework', 'plain'], ['--lang', 'xx'], ['my-api']]) {
    const { exitCode, stdout } = await run('doctor', '--json', ...args)
    expect(exitCode).toBe(2)
    expect(parseAs<DoctorDocument>('doctor', stdout)).toMatchObject({ exitCode: 2, error: { kind: 'usage' } })
  }
  const { stdout } = await run('--json', 'doctor')
  expect(parseAs<DoctorDocument>('doctor', stdout)).not.toHaveProperty('steps')
})

test('130: Ctrl-C while it looks leaves one quiet line, and ends what it had started', async () => {
  const npm = `# Stands for an npm that does not even tell its version.
echo $$ > "$HOME/pids"
while :; do sleep 1; done`
  const here = await machine({ ...everything, npm })
  const child = runTool(here, ['doctor', '--json'])
  await pidsIn(join(here.env.HOME ?? '', 'pids'), 1)
  child.kill('SIGINT')
  const { exitCode, stdout, stderr } = await child
  expect(exitCode).toBe(130)
  expect(stderr).toBe('Look at this machine… stopping… stopped\nCancelled. Nothing was written.\n')
  expect(parseAs<DoctorDocument>('doctor', String(stdout))).toMatchObject({
    exitCode: 130,
    error: { kind: 'cancelled' },
  })
})

test('the marks are coloured on a terminal, unless NO_COLOR says no', async () => {
  const programs = { ...everything, npm: 'absent' }
  const coloured = openTerminal(await machine(programs), ['doctor'])
  expect(await coloured.exitCode).toBe(3)
  expect(coloured.raw()).toContain('\u001b[32m✔\u001b[39m cargo')
  expect(coloured.raw()).toContain('\u001b[31m✖\u001b[39m npm')
  const plain = openTerminal(await machine(programs), ['doctor'], { NO_COLOR: '1' })
  await plain.exitCode
  expect(plain.raw()).toContain('✖ npm')
  expect(plain.raw()).not.toContain('\u001b[31m')
})

test('the real programs of this machine answer in a way that is understood', async () => {
  const real: Programs = { npm: 'real', node: 'real', cargo: 'real', rustc: 'real', git: 'real', cc: 'real' }
  const here = await machine(real)
  // rustup keeps its toolchains in the home of the person.
  const { HOME = '', RUSTUP_HOME = join(HOME, '.rustup') } = process.env
  const { checks, exitCode } = await documentOf(here, { RUSTUP_HOME })
  expect(exitCode).toBe(0)
  for (const name of ['node', 'packageManager', 'cargo', 'rustc', 'linker', 'git'])
    expect(checks).toContainEqual(
      expect.objectContaining({ name, status: 'passed', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) }),
    )
})

test('a folder with spaces and quotes in its name is as good as any', async () => {
  const here = await machine(everything)
  const cwd = join(here.cwd, `it's "mine"`)
  await mkdir(cwd)
  const { exitCode } = await runTool({ ...here, cwd }, ['doctor'])
  expect(exitCode).toBe(0)
})

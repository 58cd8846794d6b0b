import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { openTerminal } from '../../harness/terminal.ts'
import { doctorJson, everything, host } from '../../harness/tool/full-machine.ts'
import { machine, type Programs, pidsIn, runTool } from '../../harness/tool/machine.ts'
import { parseAs } from '../../harness/tool/schema.ts'
import type { DoctorDocument } from '../../src/report/result.ts'

/** The lines of the table, without the free disk space, which varies. */
const table = (stdout: string) => stdout.replace(/[\d.]+ GB free/, '… GB free').split('\n')

test('0: nothing is missing', async () => {
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
    `✔ host's Rust target   ${host}, the same as on this machine`,
    '✔ zig, cargo-zigbuild  0.13.0, 0.20.1',
    '',
    'This machine has everything that a project needs.',
    '',
  ])
  expect(stderr).toMatch(/^Check this machine… done in .*\n$/)
  expect(await filesIn(cwd)).toEqual([])
})

test('3: everything is missing, and each problem is reported with its fix', async () => {
  const { run } = await machine({ cc: 'absent' })
  const { exitCode, stdout } = await run('doctor')
  expect(exitCode).toBe(3)
  const indent = ' '.repeat(23)
  expect(table(stdout)).toEqual([
    `✔ Node                 ${process.versions.node}`,
    '✖ npm                  npm does not work: it is not on your PATH',
    `${indent}npm comes with Node: reinstall Node from https://nodejs.org, or check your PATH.`,
    '✖ cargo                Rust is not installed',
    `${indent}Install Rust: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh`,
    '✖ rustc                Rust is not installed',
    `${indent}Install Rust: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh`,
    '✖ C linker             Rust finds no C compiler (cc) to link with',
    expect.stringMatching(/^ {23}Rust needs a C compiler to link with: apt-get install build-essential/),
    '✔ disk space           … GB free',
    '– git                  not installed; only needed for the first commit',
    `${indent}Install it: https://git-scm.com`,
    "– host's Rust target   unknown without a working rustc",
    '– zig, cargo-zigbuild  not installed; only needed for "bundle", which builds for a host with an older glibc',
    `${indent}Install it: pipx install --include-deps cargo-zigbuild`,
    '',
    expect.stringMatching(/^A project cannot be built here yet\. Failed: npm, cargo, rustc, C linker\./),
    '',
  ])
})

test('--json prints one document and nothing else on stdout, even for errors', async () => {
  const { checks } = await doctorJson(await machine(everything))
  expect(checks?.map(({ name, status }) => `${name} ${status}`)).toEqual(
    ['node', 'packageManager', 'cargo', 'rustc', 'linker', 'disk', 'git', 'target', 'zig'].map(
      (one) => `${one} passed`,
    ),
  )
  const { run } = await machine(everything)
  const misuses = [
    ['doctor', '--json', '--framework', 'plain'],
    ['doctor', '--json', '--lang', 'xx'],
    ['doctor', '--json', 'my-api'],
    ['--json', 'doctor', '--jsno'],
    ['--lang', 'en', '--json', '--framework', 'plain', 'doctor'],
    ['--json', '--dry-run', 'doctor'],
  ]
  for (const args of misuses) {
    const { exitCode, stdout } = await run(...args)
    expect(exitCode).toBe(2)
    expect(parseAs<DoctorDocument>('doctor', stdout)).toMatchObject({ exitCode: 2, error: { kind: 'usage' } })
  }
  const { stdout } = await run('--json', 'doctor')
  expect(parseAs<DoctorDocument>('doctor', stdout)).not.toHaveProperty('steps')
})

test('130: Ctrl-C during the checks prints one line and stops the child processes', async () => {
  const npm = `# Stands for an npm that does not even print its version.
echo $$ > "$HOME/pids"
while sleep 1; do :; done`
  const here = await machine({ ...everything, npm })
  const child = runTool(here, ['doctor', '--json'])
  await pidsIn(join(here.env.HOME ?? '', 'pids'), 1)
  child.kill('SIGINT')
  const { exitCode, stdout, stderr } = await child
  expect(exitCode).toBe(130)
  expect(stderr).toBe('Check this machine… stopping… stopped\nCancelled. Nothing was written.\n')
  expect(parseAs<DoctorDocument>('doctor', String(stdout))).toMatchObject({
    exitCode: 130,
    error: { kind: 'cancelled' },
  })
})

test('the marks are coloured on a terminal, but not with NO_COLOR', async () => {
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

test('recognizes the versions of the real programs on this machine', async () => {
  const real: Programs = { npm: 'real', node: 'real', cargo: 'real', rustc: 'real', git: 'real', cc: 'real' }
  const here = await machine(real)
  // rustup keeps its toolchains in the home folder.
  const { HOME = '', RUSTUP_HOME = join(HOME, '.rustup') } = process.env
  const { checks, exitCode } = await doctorJson(here, { RUSTUP_HOME })
  expect(exitCode).toBe(0)
  for (const name of ['node', 'packageManager', 'cargo', 'rustc', 'linker', 'git'])
    expect(checks).toContainEqual(
      expect.objectContaining({ name, status: 'passed', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) }),
    )
})

test('works in a folder with spaces and quotes in its name', async () => {
  const here = await machine(everything)
  const cwd = join(here.cwd, `it's "mine"`)
  await mkdir(cwd)
  const { exitCode } = await runTool({ ...here, cwd }, ['doctor'])
  expect(exitCode).toBe(0)
})

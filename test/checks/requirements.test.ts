import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copy, outputFile } from 'fs-extra/esm'
import { expect, inject, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { doctorJson, everything, host, rustc } from '../../harness/tool/full-machine.ts'
import { goodPrograms, machine } from '../../harness/tool/machine.ts'

test('3: a missing package manager is reported with how to install it', async () => {
  const { run } = await machine(everything)
  const { exitCode, stdout } = await run('doctor', '--package-manager', 'pnpm')
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(
    /✖ pnpm +pnpm does not work: it is not on your PATH\n +Install it: npm install --global pnpm\n/,
  )
  expect(stdout).not.toContain('✔ npm')
})

test('0: git and zig are optional', async () => {
  const { check, exitCode } = await doctorJson(await machine({ ...goodPrograms, git: 'absent' }))
  expect(exitCode).toBe(0)
  expect(check('git')).toMatchObject({ status: 'unneeded', mend: expect.any(String) })
  expect(check('zig')).toMatchObject({
    status: 'unneeded',
    mend: 'Install it: pipx install --include-deps cargo-zigbuild',
  })
})

test('0: finds zig in a Python package, as installed by pip', async () => {
  const python3 = `# Stands for a Python with the package ziglang.
[ "$*" = "-m ziglang version" ] && echo 0.14.1`
  const { zig, ...others } = everything
  const { check } = await doctorJson(await machine({ ...others, python3 }))
  expect(check('zig')).toMatchObject({ status: 'passed', version: '0.14.1, 0.20.1', detail: 'python3 -m ziglang' })
})

test('0: finds zig as installed by pipx', async () => {
  const { zig, ...others } = everything
  const program = `# Stands for the program of the package ziglang.
[ "$*" = version ] && echo 0.14.1`
  const { check } = await doctorJson(await machine({ ...others, 'python-zig': program }))
  expect(check('zig')).toMatchObject({ status: 'passed', version: '0.14.1, 0.20.1' })
})

test('0: with zig but without cargo-zigbuild, the hint installs only cargo-zigbuild', async () => {
  const { check } = await doctorJson(await machine({ ...everything, 'cargo-zigbuild': 'absent' }))
  expect(check('zig')).toMatchObject({ status: 'unneeded', mend: 'Install it: pipx install cargo-zigbuild' })
})

test('a rustc that is too old for one framework passes with a remark, and fails if too old for all', async () => {
  const tool = await emptyFolder()
  await copy(inject('tool'), tool)
  const description = join(tool, 'templates/frameworks/fancy/framework.json')
  await writeFile(description, (await readFile(description, 'utf8')).replace('1.88', '1.95'))
  const some = await doctorJson(await machine(goodPrograms, tool))
  expect(some.exitCode).toBe(0)
  expect(some.check('rustc')).toMatchObject({ status: 'passed', detail: 'too old for Fancy, which needs 1.95' })

  const old = '# Stands for a very old rustc.\necho "rustc 1.80.0 (0000000 2024-07-21)"'
  const none = await doctorJson(await machine({ ...goodPrograms, rustc: old }, tool))
  expect(none.exitCode).toBe(3)
  expect(none.check('rustc')).toMatchObject({
    status: 'failed',
    problem: 'Rust 1.80.0 is too old; the project needs 1.88',
    mend: 'Update it: rustup update stable',
  })
})

test('a missing C compiler fails with an install command, unless another linker is configured', async () => {
  const without = { ...goodPrograms, rustc, cc: 'absent', 'apt-get': '# Stands for Debian.\n:' }
  const missing = await doctorJson(await machine(without))
  expect(missing.exitCode).toBe(3)
  expect(missing.check('linker').mend).toMatch(/^Install it: (sudo )?apt-get install build-essential$/)

  const clang = '# Stands for another linker.\necho "clang version 19.1.0"'
  const variable = 'CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER'
  const chosen = await doctorJson(await machine({ ...without, clang }), { [variable]: 'clang' })
  expect(chosen.exitCode).toBe(0)
  expect(chosen.check('linker')).toMatchObject({ version: '19.1.0', detail: `clang, configured in ${variable}` })

  const gone = await doctorJson(await machine(without), { [variable]: 'clang' })
  expect(gone.exitCode).toBe(3)
  expect(gone.check('linker').problem).toBe(`the linker clang, configured in ${variable}, was not found`)
})

test('a linker that is configured in a cargo config file passes', async () => {
  const here = await machine({ ...goodPrograms, rustc, cc: 'absent' })
  const path = join(here.env.HOME ?? '', '.cargo/config.toml')
  await outputFile(path, `[target.${host}]\nlinker = "/opt/cross/bin/ld"\n`)
  const { check } = await doctorJson(here)
  expect(check('linker')).toMatchObject({ status: 'passed', detail: `configured in ${path}` })
})

test('3: a C compiler without a C library is reported', async () => {
  const cc = `# Stands for Debian's gcc without libc6-dev, which does not find that file.
case "$1" in -print-file-name=*) echo Scrt1.o ;; *) echo "cc 12.2.0" ;; esac`
  const { check, exitCode } = await doctorJson(await machine({ ...goodPrograms, rustc, cc }))
  expect(exitCode).toBe(3)
  expect(check('linker').problem).toContain('C library')
})

test("on a system that differs from the host's, its Rust target is found, or the hint installs it", async () => {
  const elsewhere = (libraries: string) => `# Stands for a rustc on an Apple computer.
case "$1" in -vV) echo "rustc 1.90.0"; echo "host: aarch64-apple-darwin" ;; --print) echo "${libraries}" ;; esac`
  const without = await doctorJson(await machine({ ...goodPrograms, rustc: elsewhere('/nowhere/lib') }))
  expect(without.exitCode).toBe(0)
  expect(without.check('target')).toMatchObject({
    status: 'unneeded',
    mend: `Install it: rustup target add ${host}`,
  })
  const libraries = await emptyFolder()
  const installed = await doctorJson(await machine({ ...goodPrograms, rustc: elsewhere(libraries) }))
  expect(installed.check('target')).toMatchObject({ status: 'passed', detail: host })
})

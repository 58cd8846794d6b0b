import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, filesIn } from '../../harness/folder.ts'
import { createProject, pathWith, rust, toolkit } from '../../harness/toolkit/project.ts'

const napi = 'node_modules/.bin/napi'

async function installed(): Promise<string> {
  const root = await createProject({ [napi]: '#!/bin/sh\necho 3.10.12\n' })
  await chmod(join(root, napi), 0o755)
  return root
}

const everything = {
  ...rust,
  zig: 'echo 0.13.0',
  'cargo-zigbuild': 'echo "cargo-zigbuild 0.20.1"',
  ssh: 'echo "OpenSSH_9.2p1" >&2',
  rsync: 'echo "rsync  version 3.2.7  protocol version 31"',
  'passenger-config': 'echo "Phusion Passenger(R) 6.0.17"',
}

test('0: everything is installed', async () => {
  const root = await installed()
  const before = await filesIn(root)
  const { exitCode, stdout, stderr } = await toolkit(root, ['doctor'], { PATH: await pathWith(everything) })
  expect(stdout.split('\n')).toEqual([
    `✔ Node                 ${process.versions.node}`,
    '✔ @napi-rs/cli         3.10.12',
    '✔ cargo                1.90.0',
    '✔ rustc                1.90.0',
    '✔ C linker             12.2.0 (cc)',
    "✔ host's Rust target   x86_64-unknown-linux-gnu, the same as on this machine",
    '✔ zig, cargo-zigbuild  0.13.0, 0.20.1',
    '✔ ssh                  found',
    '✔ rsync                3.2.7',
    '✔ Passenger            6.0.17',
    '',
    'This machine has everything that a project needs.',
  ])
  expect(exitCode).toBe(0)
  expect(stderr).toMatch(/^Check this machine… done in \S+ m?s$/)
  expect(await filesIn(root)).toEqual(before)
})

test('0: programs that only bundle, rehearse and deploy need may be missing', async () => {
  const { exitCode, stdout } = await toolkit(await installed(), ['doctor'], { PATH: await pathWith(rust) })
  expect(exitCode).toBe(0)
  for (const name of ['zig, cargo-zigbuild', 'ssh', 'rsync', 'Passenger'])
    expect(stdout).toMatch(new RegExp(`^– ${name} +not installed; .*\\n +Install it: `, 'm'))
})

test('3: without Rust and before npm install, each problem is listed with its fix', async () => {
  const PATH = await emptyFolder()
  const env = { PATH, HOME: PATH, CARGO_HOME: undefined }
  const { exitCode, stdout } = await toolkit(await createProject(), ['doctor'], env)
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(/^✖ @napi-rs\/cli +The project's packages are not installed\n +Install them: npm install$/m)
  expect(stdout).toMatch(/^✖ cargo +Rust is not installed\n +Install Rust: /m)
  expect(stdout).toMatch(/^✖ C linker +Rust finds no C compiler/m)
  expect(stdout).toMatch(/^A project cannot be built here yet/m)
})

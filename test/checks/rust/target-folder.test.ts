import { join } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { afterEach, expect, test, vi } from 'vitest'
import { emptyFolder } from '../../../harness/folder.ts'
import { targetFolder } from '../../../src/checks/rust/target-folder.ts'

afterEach(() => vi.unstubAllEnvs())

type Source = {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly configured?: string
}

const above = { 'a/.cargo/config.toml': '[build]\ntarget-dir = "shared"\n' }

test.each<[string, Source, string | undefined]>([
  ['nothing', {}, undefined],
  ['a file in a folder above', { files: above }, 'a/shared'],
  ['a file of the old name', { files: { '.cargo/config': 'build.target-dir = "x"' } }, 'x'],
  ['CARGO_HOME', { files: { 'home/config.toml': 'build = { target-dir = "x" }' } }, 'x'],
  ['the nearer of two files', { files: { ...above, '.cargo/config.toml': '[build]\ntarget-dir = "far"' } }, 'a/shared'],
  ['CARGO_TARGET_DIR', { files: above, env: { CARGO_TARGET_DIR: 'y' } }, 'a/b/my-api/y'],
  ['CARGO_BUILD_TARGET_DIR', { files: above, env: { CARGO_BUILD_TARGET_DIR: '/y' } }, '/y'],
  ['--target-dir', { files: above, configured: '/z' }, '/z'],
  ['a variable, even with --target-dir', { env: { CARGO_TARGET_DIR: '/y' }, configured: '/z' }, '/y'],
  [
    'a file above, without a temporary folder to ask cargo from',
    { files: above, env: { TMPDIR: '/nowhere' } },
    undefined,
  ],
])(
  'where cargo will build a project that does not exist yet: %s',
  async (_, { files = {}, env = {}, configured }, expected) => {
    const root = await emptyFolder()
    for (const name of ['CARGO_TARGET_DIR', 'CARGO_BUILD_TARGET_DIR']) vi.stubEnv(name, env[name] ?? undefined)
    if (env.TMPDIR) vi.stubEnv('TMPDIR', env.TMPDIR)
    vi.stubEnv('CARGO_HOME', join(root, 'home'))
    await outputFile(join(root, 'a/file'), '')
    for (const [path, content] of Object.entries(files)) await outputFile(join(root, path), content)
    const found = await targetFolder(join(root, 'a/b/my-api'), configured, {})
    expect(found).toBe(expected?.startsWith('/') ? expected : expected && join(root, expected))
  },
)

import { join } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { afterEach, expect, test, vi } from 'vitest'
import { emptyFolder } from '../../../harness/folder.ts'
import { configuredLinker, linkerIn } from '../../../src/checks/rust/configured-linker.ts'

const triple = 'x86_64-unknown-linux-gnu'

afterEach(() => vi.unstubAllEnvs())

const configs: [config: string, found: ReturnType<typeof linkerIn>][] = [
  ['', undefined],
  ['[build]\njobs = 1\n', undefined],
  [`[target.${triple}]\nlinker = "clang"\n`, { program: 'clang' }],
  [`[target.${triple}]  # ours\r\n  linker='clang'\r\n`, { program: 'clang' }],
  [`[target.${triple}]\nlinker = "tools/ld"\n`, { program: undefined }],
  [`[target.${triple}]\n# linker = "clang"\n`, undefined],
  [`[target.${triple}]\nrustflags = [\n  "-C", "linker=clang",\n]\n`, { program: undefined }],
  [`[target.${triple}]\nrustflags = ["-Clinker-flavor=ld"]\n`, undefined],
  ['[target.aarch64-apple-darwin]\nlinker = "clang"\n', undefined],
  [`[target.'cfg(unix)']\nlinker = "clang"\n`, { program: undefined }],
  [`target.${triple}.linker = "clang"\n`, { program: undefined }],
]

test.each(configs)('the linker in the config %j is %j', (config, found) => {
  expect(linkerIn(config, triple)).toEqual(found)
})

test('the nearest config file wins, and the environment wins over all files', async () => {
  const root = await emptyFolder()
  const [home, cwd] = [join(root, 'home'), join(root, 'a/b')]
  vi.stubEnv('CARGO_HOME', home)
  await outputFile(join(cwd, 'here'), '')
  const section = (linker: string) => `[target.${triple}]\nlinker = "${linker}"\n`

  await outputFile(join(home, 'config.toml'), section('far'))
  expect(await configuredLinker(triple, cwd)).toEqual({ source: join(home, 'config.toml'), program: 'far' })
  await outputFile(join(root, 'a/.cargo/config'), section('near'))
  expect(await configuredLinker(triple, cwd)).toEqual({ source: join(root, 'a/.cargo/config'), program: 'near' })
  vi.stubEnv('RUSTFLAGS', '-C linker=other')
  expect(await configuredLinker(triple, cwd)).toEqual({ source: 'RUSTFLAGS' })
  vi.stubEnv('CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER', 'first')
  expect((await configuredLinker(triple, cwd))?.program).toBe('first')
})

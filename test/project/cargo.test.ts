import { readFileSync } from 'node:fs'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { cargoTarget, frameworks, hostTuple, type Project, renderProject } from '../../harness/project/projects.ts'

/** The test addons are built with the same options, so nothing is compiled twice. */
const shared = ['--release', '--target', hostTuple(), '--target-dir', cargoTarget]

describe.each(frameworks)('the crate of %s', (framework) => {
  const render = () => renderProject(framework, `crate-${framework}`)

  test('passes rustfmt', async () => {
    await cargo(await render(), 'fmt', '--check')
  })

  test('has an up-to-date Cargo.lock', async () => {
    const { root } = await render()
    await execa('cargo', ['metadata', '--locked', '--format-version', '1'], { cwd: root })
  })

  // For a crate that is both, cargo silently leaves out what is optimised at link time: see bundle.test.ts.
  test('is a plain library, and its addon nothing but a cdylib', async () => {
    const { root, name } = await render()
    const { stdout } = await execa('cargo', ['metadata', '--no-deps', '--format-version', '1'], { cwd: root })
    const { packages }: Metadata = JSON.parse(stdout)
    const types = packages.map((one) => [
      one.name,
      one.targets.flatMap(({ crate_types }) => crate_types.filter(isLibrary)),
    ])
    expect(Object.fromEntries(types)).toEqual({
      [name]: ['lib'],
      [`${name}-host`]: ['lib'],
      [`${name}-addon`]: ['cdylib'],
    })
  })

  // As `cargo clippy` does it, but with code: the crates that the addon has compiled are used again, and the tests below use these.
  test('passes clippy, which forbids unwrap and println outside tests', async () => {
    const { stderr } = await cargo(await render(), 'build', '--locked', '--workspace', '--all-targets', ...shared)
    expect(stderr).not.toMatch(/^(warning|error)/m)
  })

  test('passes its own tests without Node or a socket', async () => {
    const { stdout, stderr } = await cargo(await render(), 'test', '--locked', '--workspace', ...shared)
    expect(stderr).toContain('Running tests/api.rs')
    const results = [...stdout.matchAll(/^test result: (\w+)\. (\d+) passed; 0 failed; 0 ignored/gm)]
    expect(results.map(([, result]) => result)).not.toContain('FAILED')
    const count = results.reduce((sum, [, , passed]) => sum + Number(passed), 0)
    expect(count).toBeGreaterThan(25)
  })
})

test('the host crate does not compile with panic = "abort" and explains why', async () => {
  const { root } = await renderProject(frameworks[0] as string, `crate-${frameworks[0]}`)
  // Without its dependencies, which cargo would compile first, and which are not found here: the reason comes before that.
  const args = ['--edition', '2024', '--crate-type', 'lib', '-C', 'panic=abort', 'host/src/lib.rs']
  const { exitCode, stderr } = await execa('rustc', args, { cwd: root, stdin: 'ignore', reject: false })
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^error: a panic must become a 500 instead of ending the process/m)
})

test('the templates and this repository use the same version of @napi-rs/cli', () => {
  const ours = JSON.parse(readFileSync('package.json', 'utf8')).devDependencies
  const theirs = JSON.parse(
    readFileSync('templates/base/package.json.hbs', 'utf8')
      .replace('{{stamp}}', '{}')
      .replaceAll(/\{\{.*?\}\}/g, ''),
  ).devDependencies
  expect(ours['@napi-rs/cli']).toBe(theirs['@napi-rs/cli'])
})

/** What `cargo metadata` prints. */
interface Metadata {
  readonly packages: readonly {
    readonly name: string
    readonly targets: readonly { readonly crate_types: string[] }[]
  }[]
}

function isLibrary(type: string): boolean {
  return type.endsWith('lib')
}

/** The project's own crates are compiled by clippy, which is the compiler with more warnings. */
function cargo({ root }: Project, ...args: string[]) {
  return execa('cargo', args, { cwd: root, stdin: 'ignore', env: { RUSTC_WORKSPACE_WRAPPER: 'clippy-driver' } })
}

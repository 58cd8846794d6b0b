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

  test('passes clippy, which forbids unwrap and println outside tests', async () => {
    await cargo(await render(), 'clippy', '--locked', '--workspace', '--all-targets', ...shared, '--', '-D', 'warnings')
  })

  test('passes its own tests without Node or a socket', async () => {
    const { stdout, stderr } = await cargo(await render(), 'test', '--locked', '--workspace', ...shared)
    expect(stderr).toContain('Running tests/api.rs')
    const results = [...stdout.matchAll(/^test result: (\w+)\. (\d+) passed; 0 failed; 0 ignored/gm)]
    expect(results.map(([, result]) => result)).not.toContain('FAILED')
    const count = results.reduce((sum, [, , passed]) => sum + Number(passed), 0)
    expect(count).toBeGreaterThan(25)
  })

  test('does not compile with panic = "abort" and explains why', async () => {
    const { root } = await render()
    const env = { CARGO_PROFILE_RELEASE_PANIC: 'abort' }
    const args = ['check', '--locked', '--package', `crate-${framework}-host`, ...shared]
    const { exitCode, stderr } = await execa('cargo', args, { cwd: root, env, stdin: 'ignore', reject: false })
    expect(exitCode).toBe(101)
    expect(stderr).toContain('error: a panic must become a 500 instead of ending the process')
  })
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

function cargo({ root }: Project, ...args: string[]) {
  return execa('cargo', args, { cwd: root, stdin: 'ignore' })
}

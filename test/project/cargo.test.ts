import { readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { cargoTarget, frameworks, type Project, renderProject } from '../../harness/project/projects.ts'

describe.each(frameworks)('the crate of %s', (framework) => {
  const render = () => renderProject(framework, `crate-${framework}`)

  test('is formatted as rustfmt does', async () => {
    await cargo(await render(), 'fmt', '--check')
  })

  test('has a Cargo.lock that needs no change', async () => {
    const { root } = await render()
    await execa('cargo', ['metadata', '--locked', '--format-version', '1'], { cwd: root })
  })

  test('has no warning of clippy', async () => {
    await cargo(
      await render(),
      'clippy',
      '--locked',
      '--all-targets',
      '--target-dir',
      cargoTarget,
      '--',
      '-D',
      'warnings',
    )
  })

  test('passes its own tests, which need neither Node nor a socket', async () => {
    const { stdout } = await cargo(await render(), 'test', '--locked', '--target-dir', cargoTarget)
    expect(stdout).toMatch(/test result: ok\. \d{2} passed; 0 failed; 0 ignored/)
  })

  test('has no unwrap and no expect outside its tests', async () => {
    const { root } = await render()
    for (const file of [
      'app',
      'client',
      'handover',
      'lib',
      'lifecycle',
      'listener',
      'main',
      'print',
      'server',
      'settings',
    ]) {
      const [code] = readFileSync(path.join(root, 'src', `${file}.rs`), 'utf8').split(/#\[cfg\((all\()?test/)
      expect(code, file).not.toMatch(/\.(unwrap|expect)\(/)
    }
  })
})

test('the templates and this repository build with the same napi command line', () => {
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

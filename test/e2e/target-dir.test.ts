import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cargoTarget, frameworks } from '../../harness/project/projects.ts'

// The tool from this checkout, with real npm and cargo; compiled code is shared with the other tests.
const bin = path.resolve('bin/create-o2switch-rust.js')
const env = { CARGO_TARGET_DIR: undefined, CI: 'true' }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'target-dir-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function create(directory: string, ...args: string[]): Promise<string> {
  const options = ['--framework', frameworks[0] as string, '--no-git', '--target-dir', cargoTarget, ...args]
  await execa(process.execPath, [bin, directory, ...options], { cwd: folder, env, stdin: 'ignore' })
  return path.join(folder, directory)
}

const build = (project: string) => execa('npm', ['run', 'build'], { cwd: project, env, all: true })
const addon = (project: string) => readFile(path.join(project, 'app.node'), 'latin1')

test('of two projects that share a target folder, the second compiles only itself, and each gets its own addon', async () => {
  const first = await create('first')
  expect(await addon(first)).toContain('Hello from Rust!')

  const second = await create('second', '--no-install')
  await symlink(path.join(first, 'node_modules'), path.join(second, 'node_modules'))
  const source = path.join(second, 'src/routes/examples.rs')
  await writeFile(source, (await readFile(source, 'utf8')).replace('Hello from Rust!', 'Hello from two!!'))
  const { all } = await build(second)
  expect(await addon(second)).toContain('Hello from two!!')
  const compiled = [...all.matchAll(/Compiling (\S+)/g)].map(([, crate]) => crate)
  expect(compiled.sort()).toEqual(['second', 'second-addon', 'second-host'])

  await build(first)
  expect(await addon(first)).toContain('Hello from Rust!')
})

test('a second project with the same name in a shared target folder is rejected', async () => {
  const again = create('somewhere/else/first')
  await expect(again).rejects.toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('cargo would confuse the two'),
  })
  await rm(path.join(folder, 'first'), { recursive: true })
  await create('somewhere/else/first', '--no-install')
})

test('cargo uses the target folder for every command in the project', async () => {
  const project = await create('third', '--no-install')
  const { stdout } = await execa('cargo', ['metadata', '--no-deps', '--format-version', '1'], { cwd: project, env })
  expect(JSON.parse(stdout).target_directory).toBe(cargoTarget)
})

import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cargoTarget, frameworks } from '../support/projects.ts'

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

test('two projects of one name share a target folder, and each keeps its own code', async () => {
  const first = await create('one/same')
  expect(await addon(first)).toContain('Hello from Rust!')

  const second = await create('two/same', '--no-install')
  await symlink(path.join(first, 'node_modules'), path.join(second, 'node_modules'))
  const source = path.join(second, 'src/app.rs')
  await writeFile(source, (await readFile(source, 'utf8')).replace('Hello from Rust!', 'Hello from two!!'))
  const { all } = await build(second)
  expect(await addon(second)).toContain('Hello from two!!')
  expect(all.match(/Compiling .*/g), 'nothing but the project itself').toEqual([expect.stringContaining('same')])

  await build(first)
  expect(await addon(first)).toContain('Hello from Rust!')
})

test('`npm run dev`, `cargo test` and the rest go by the same folder', async () => {
  const project = await create('three/other', '--no-install')
  const { stdout } = await execa('cargo', ['metadata', '--no-deps', '--format-version', '1'], { cwd: project, env })
  expect(JSON.parse(stdout).target_directory).toBe(cargoTarget)
})

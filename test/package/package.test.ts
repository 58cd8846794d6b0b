import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { beforeAll, expect, inject, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { bundledPackages } from '../../harness/tool/bundled-packages.ts'
import { thirdPartyFile } from '../../scripts/build/third-party.ts'

let files: string[]
let bytes: number

// dist/ is built once, before all tests.
const pack = (...args: string[]) => execa('npm', ['pack', '--json', '--ignore-scripts', ...args])

beforeAll(async () => {
  const [packed] = JSON.parse((await pack('--dry-run')).stdout)
  files = packed.files.map(({ path }: { path: string }) => path)
  bytes = packed.size
})

test('the package contains the tool and its templates, and nothing else', () => {
  const folders = new Set(files.map((path) => path.split('/')[0]))
  for (const needed of ['LICENSE', 'bin', 'dist', 'package.json', 'schema', 'templates'])
    expect(folders).toContain(needed)
  const allowed = ['LICENSE', 'README.md', 'bin', 'dist', 'package.json', 'schema', 'templates']
  expect([...folders].filter((folder) => !allowed.includes(folder ?? ''))).toEqual([])
  expect(files.filter((path) => /(^|\/)(target|node_modules)\//.test(path))).toEqual([])
  expect(files).toContain('dist/THIRD-PARTY-LICENSES.txt')
})

test('npx downloads at most 400 kB', () => {
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThanOrEqual(400_000)
})

test('npm packs every file of the templates', async () => {
  const entries = await readdir('templates', { recursive: true, withFileTypes: true })
  const templates = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files).toEqual(expect.arrayContaining(templates))
  expect(templates).toContain('templates/base/_gitignore')
  for (const name of await readdir('templates/frameworks')) {
    expect(templates).toContain(`templates/frameworks/${name}/Cargo.lock`)
  }
})

test('the licence of every bundled package is included', async () => {
  const packages = await bundledPackages()
  const dist = (file: string) => readFile(join(inject('tool'), 'dist', file), 'utf8')
  const licences = await dist('THIRD-PARTY-LICENSES.txt')
  const inside = await dist(thirdPartyFile)
  expect(packages.get(thirdPartyFile)).toContain('commander')
  for (const [file, names] of packages)
    for (const name of names)
      expect(file === thirdPartyFile ? inside : licences, name).toMatch(
        new RegExp(file === thirdPartyFile ? `^${name} [0-9.]+ \\(` : `^Name: ${name}$`, 'm'),
      )
})

test('the packed tool has no runtime dependencies and runs on its own', async () => {
  const folder = await emptyFolder()
  const [{ filename }] = JSON.parse((await pack('--pack-destination', folder)).stdout)
  await execa('tar', ['-xzf', filename], { cwd: folder })
  const manifest = JSON.parse(await readFile(join(folder, 'package/package.json'), 'utf8'))
  for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'])
    expect(manifest).not.toHaveProperty(kind)

  const bin = join(folder, 'package', manifest.bin['create-o2switch-rust'])
  const args = ['my-api', '--yes', '--no-install', '--no-git']
  const { stdout } = await execa(process.execPath, [bin, ...args], { cwd: folder })
  expect(stdout).toContain('Your API is in my-api')
  const gitignore = await readFile(join(folder, 'my-api/.gitignore'), 'utf8')
  expect(gitignore).toBe(await readFile('templates/base/_gitignore', 'utf8'))
})

test('package-lock.json names no registry, and has the packages of all platforms', async () => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'))
  const locked = Object.keys(packages).map((path) => path.split('node_modules/').pop())
  for (const [path, { resolved, optionalDependencies = {} }] of Object.entries<Locked>(packages)) {
    expect(resolved, path).toBeUndefined()
    expect(locked).toEqual(expect.arrayContaining(Object.keys(optionalDependencies)))
  }
})

type Locked = { resolved?: string; optionalDependencies?: Record<string, string> }

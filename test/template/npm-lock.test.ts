import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { beforeAll, expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { frameworks, projectFiles } from '../../harness/project/projects.ts'
import { packageManagers } from '../../src/choices/package-manager.ts'
import { setRootPackage } from '../../src/template/npm-lock.ts'
import { listFrameworks, readTemplate } from '../../src/template/read-template.ts'

type Locked = {
  readonly name?: string
  readonly version: string
  readonly resolved?: string
  readonly integrity?: string
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly optional?: boolean
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Packages = Readonly<Record<string, Locked>>
type Manifest = Pick<Locked, 'devDependencies'> & {
  readonly name: string
  readonly version: string
  readonly overrides: Readonly<Record<string, string>>
}

const file = 'templates/package-managers/npm/package-lock.json'
let template: string
let manifest: Manifest
let project: { readonly name: string; readonly version: string; readonly packages: Packages }
let dependencies: [path: string, locked: Locked][]

beforeAll(async () => {
  template = await readFile(file, 'utf8')
  const files = await projectFiles(frameworks[0] ?? '', 'my-api')
  const textOf = (name: string) => new TextDecoder().decode(files.find(({ path }) => path === name)?.content)
  manifest = JSON.parse(textOf('package.json'))
  project = JSON.parse(textOf('package-lock.json'))
  dependencies = Object.entries(project.packages).filter(([path]) => path !== '')
})

test('only the name and version are set, in both places of the lock file', () => {
  const lockOf = (root: object) => {
    const packages = { '': { ...root, license: 'MIT' }, 'node_modules/name': { version: '2.0.0' } }
    return `${JSON.stringify({ ...root, lockfileVersion: 3, packages }, null, 2)}\n`
  }
  const before = lockOf({ name: 'placeholder', version: '0.0.0' })
  expect(setRootPackage(before, { name: 'zoo', version: '1.2.3' })).toBe(lockOf({ name: 'zoo', version: '1.2.3' }))
})

test("setting the template's own name and version changes nothing in its lock file", () => {
  const { name, version } = JSON.parse(template)
  expect(setRootPackage(template, { name, version })).toBe(template)
})

test("a project's lock file matches its package.json: name, version, dependencies, overrides", () => {
  const { name, version, devDependencies, overrides } = manifest
  expect(project).toMatchObject({ name: 'my-api', version })
  expect(project.packages['']).toEqual({ name, version, devDependencies })
  for (const [overridden, wanted] of Object.entries(overrides)) {
    const locked = dependencies.filter(([path]) => path.endsWith(`node_modules/${overridden}`))
    expect(
      locked.map(([, { version }]) => version),
      overridden,
    ).toEqual([wanted])
  }
})

test('the lock file has the packages of all platforms, and names no registry', () => {
  const locked = dependencies.map(([path]) => path.split('node_modules/').pop())
  const optional = dependencies.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies))
  expect(optional.some((name) => name.endsWith('-darwin-arm64'))).toBe(true)
  expect(locked).toEqual(expect.arrayContaining(optional))
  expect(dependencies.filter(([, { resolved }]) => resolved)).toEqual([])
})

test('the lock file has a checksum for each package that is not for a specific platform', () => {
  const unchecked = dependencies.filter(([, { integrity, optional, cpu }]) => !integrity && !(optional && cpu))
  expect(unchecked).toEqual([])
})

test('the lock file has no "libc" fields, which npm 10 would remove at the first install', () => {
  expect(dependencies.filter(([, { libc }]) => libc)).toEqual([])
})

test.each(Object.values(packageManagers))('only npm gets a package-lock.json: $name', (packageManager) => {
  const [framework] = listFrameworks('templates')
  if (!framework) throw new Error('no framework')
  const choices = { framework, language: 'en', packageManager, ci: 'none', targetDir: undefined } as const
  const paths = readTemplate({ templates: 'templates', toolkit: 'dist' }, choices).map(({ path }) => path)
  expect(paths.includes('package-lock.json')).toBe(packageManager.name === 'npm')
})

test('complete-lock.mjs restores the packages that npm omits if the registry has only some platforms', async () => {
  const lock = JSON.parse(template)
  const packages: Packages = lock.packages
  const elsewhere = Object.keys(packages).filter((path) => /-(darwin|win32|musl|wasm32)[^/]*$/.test(path))
  expect(elsewhere.length).toBeGreaterThan(20)
  const rest = Object.fromEntries(Object.entries(packages).filter(([path]) => !elsewhere.includes(path)))
  const incomplete = join(await emptyFolder(), 'package-lock.json')
  await outputFile(incomplete, JSON.stringify({ ...lock, packages: rest }))
  await execa(process.execPath, ['scripts/complete-lock.mjs', '--without-libc', incomplete, file])
  const completed: { packages: Packages } = JSON.parse(await readFile(incomplete, 'utf8'))
  expect(Object.keys(completed.packages)).toEqual(Object.keys(packages))
  // Without checksums, licences and engines, which only the registry knows.
  for (const path of elsewhere) expect(packages[path], path).toMatchObject(completed.packages[path] ?? {})
  expect(await readFile(file, 'utf8'), 'a complete lock file is unchanged').toBe(template)
})

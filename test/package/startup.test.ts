import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'acorn'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, inject, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { bundledPackages } from '../../harness/tool/bundled-packages.ts'
import { machine } from '../../harness/tool/machine.ts'
import { thirdPartyFile } from '../../scripts/build/third-party.ts'

const heavy = ['execa', 'fs-extra', 'handlebars', 'inquirer']
const packages = await bundledPackages()

type Script = { url: string; functions: { functionName: string; ranges: { count: number }[] }[] }

/**
 * The heavy packages that a run evaluates. V8's coverage has the loaded files and how often each function ran: in the file
 * of the third-party packages, a getter named after each package evaluates it.
 */
async function heavyPackagesOf(...args: string[]): Promise<string[]> {
  const { cwd, env, bin } = await machine({})
  const coverage = await emptyFolder()
  await execa(process.execPath, [bin, ...args], { cwd, env: { ...env, NODE_V8_COVERAGE: coverage }, extendEnv: false })
  const reports = await Promise.all((await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')))
  const scripts = reports
    .flatMap((report): Script[] => JSON.parse(report).result)
    .filter(({ url }) => url.includes('/dist/'))
  expect(scripts.map(({ url }) => basename(url))).toContain('main.cjs')
  return heavy.filter((name) => scripts.some((script) => evaluates(script, name)))
}

function evaluates({ url, functions }: Script, name: string): boolean {
  const file = basename(url)
  if (!packages.get(file)?.has(name)) return false
  if (file !== thirdPartyFile) return true
  return functions.some(({ functionName, ranges }) => functionName === `get ${name}` && (ranges[0]?.count ?? 0) > 0)
}

test('the heavy packages are bundled', async () => {
  expect(heavy.filter((name) => [...packages.values()].some((inside) => inside.has(name)))).toEqual(heavy)
  expect(await readdir(join(inject('tool'), 'dist'))).toEqual(expect.arrayContaining([...packages.keys()]))
})

test.each(['--help', '--version'])('%s loads none of the heavy packages', async (flag) => {
  expect(await heavyPackagesOf(flag)).toEqual([])
})

test.each([
  ['that only writes files', ['--no-install', '--no-git'], ['fs-extra', 'handlebars']],
  ['that starts a program', ['--no-install'], ['execa', 'fs-extra', 'handlebars']],
])('a run %s loads only the heavy packages that it needs', async (_, args, loaded) => {
  expect(await heavyPackagesOf('x', '-f', 'plain', ...args)).toEqual(loaded)
})

test('the bin is valid syntax for Node 12', async () => {
  const bin = await readFile('bin/create-o2switch-rust.js', 'utf8')
  parse(bin, { ecmaVersion: 2019, sourceType: 'script', allowHashBang: true })
  expect(JSON.parse(await readFile('bin/package.json', 'utf8')).type).toBe('commonjs')
})

test.each([
  ['12.22.12', 3],
  ['18.20.8', 3],
  ['20.18.3', 3],
  ['20.19.0', 0],
  ['21.7.3', 3],
  ['22.12.0', 0],
])('on Node %s, the bin exits with %i', async (version, code) => {
  const pretend = await pretending(version)
  const bin = join(inject('tool'), 'bin/create-o2switch-rust.js')
  const env = { LC_ALL: 'C' }
  const start = ['--require', pretend, bin, '--help']
  const { exitCode, stderr } = await execa(process.execPath, start, { env, reject: false })
  expect(exitCode).toBe(code)
  const line = `create-o2switch-rust needs Node 20.19, or 22 or later, but this is Node ${version}.`
  expect(stderr.startsWith(line)).toBe(code === 3)
  const { engines } = JSON.parse(await readFile('package.json', 'utf8'))
  expect(engines.node).toBe('^20.19 || >=22') // the same, for npm
  expect(stderr.split('\n')).toHaveLength(1)
})

test.each([
  [{ LANG: 'fr_FR.UTF-8' }, 'demande'],
  [{ LC_MESSAGES: 'fr', LANG: 'en_US.UTF-8' }, 'demande'],
  [{ LC_ALL: 'en_US.UTF-8', LANG: 'fr_FR.UTF-8' }, 'needs'],
  [{ LC_ALL: '', LC_MESSAGES: '', LANG: 'fur_IT' }, 'needs'],
])('with the locale %j, an old Node is rejected in the right language', async (locale, verb) => {
  const pretend = await pretending('18.20.8')
  const bin = join(inject('tool'), 'bin/create-o2switch-rust.js')
  const env = { PATH: process.env.PATH, ...locale }
  const start = ['--require', pretend, bin, 'x']
  const { exitCode, stderr } = await execa(process.execPath, start, { env, extendEnv: false, reject: false })
  expect(exitCode).toBe(3)
  expect(stderr).toContain(`create-o2switch-rust ${verb} Node 20.19`)
  expect(stderr.split('\n')).toHaveLength(1)
})

/** A file to --require that makes Node report another version. */
async function pretending(version: string): Promise<string> {
  const pretend = join(await emptyFolder(), 'pretend.cjs')
  const versions = JSON.stringify({ ...process.versions, node: version })
  await outputFile(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} })`)
  return pretend
}

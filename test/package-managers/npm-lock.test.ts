import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { frameworks, projectFiles } from '../../harness/project/projects.ts'
import { type Registry, startRegistry } from '../../harness/registry.ts'
import { userWith } from '../../harness/tool/package-managers.ts'
import { packageManagers } from '../../src/choices/package-manager.ts'

let registry: Registry
// What npm has downloaded already, since the lock has the checksum of each package.
let cache: string

beforeAll(async () => {
  registry = await startRegistry([])
  cache = (await execa('npm', ['config', 'get', 'cache'])).stdout
})
afterAll(() => registry[Symbol.asyncDispose]())

test.each(['npm 10', 'npm 11'] as const)("%s does not change a project's package-lock.json", async (manager) => {
  const user = await userWith(manager, registry.url)
  const { cwd, env } = { ...user, env: { ...user.env, npm_config_cache: cache } }
  const files = await projectFiles(frameworks[0] ?? '', 'my-api')
  const written = new Map(files.map((file) => [file.path, new TextDecoder().decode(file.content)]))
  for (const name of ['package.json', 'package-lock.json'])
    await writeFile(path.join(cwd, name), written.get(name) ?? '')

  for (const args of [packageManagers.npm.install, ['ci']]) {
    await execa('npm', args, { cwd, env, extendEnv: false, stdin: 'ignore' })
    for (const name of ['package.json', 'package-lock.json'])
      expect(await readFile(path.join(cwd, name), 'utf8'), `${name} after npm ${args[0]}`).toBe(written.get(name))
    const { stdout } = await execa('npx', ['--no', 'napi', '--version'], { cwd, env, extendEnv: false })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/)
  }
})

import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

type Source = { path: string; code: string; imports: string[] }

async function readSources(): Promise<Source[]> {
  const names = (await readdir('src', { recursive: true })).filter((name) => name.endsWith('.ts'))
  return Promise.all(
    names.map(async (name) => {
      const path = join('src', name)
      const code = await readFile(path, 'utf8')
      const imports = [...code.matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, specifier = '']) =>
        specifier.startsWith('.') ? join(dirname(path), specifier) : specifier,
      )
      return { path, code, imports }
    }),
  )
}

const sources = await readSources()

const mayImport: [folder: string, allowed: RegExp][] = [
  ['src/messages/', /^src\/messages\/.*$/],
  ['src/core/', /^(src\/(core|messages)\/.*|handlebars|validate-npm-package-name)$/],
  ['src/io/', /^(src\/(core|messages|io)\/.*|[^.].*)$/],
  ['src/checks/', /^(src\/(core|messages|io|checks)\/.*|node:.*)$/],
  ['src/commands/', /^(src\/(core|messages|io|checks|commands)\/.*|node:.*)$/],
]

test.each(mayImport)('%s imports only what it may', (folder, allowed) => {
  const inside = sources.filter(({ path }) => path.startsWith(folder))
  expect(inside).not.toEqual([])
  const wrong = inside.flatMap(({ path, imports }) =>
    imports.filter((name) => !allowed.test(name)).map((name) => `${path} imports ${name}`),
  )
  expect(wrong).toEqual([])
})

test('only main.ts runs a command, reads argv and decides about the exit', () => {
  const users = (pattern: RegExp) => sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path)
  expect(users(/process\.argv/)).toEqual(['src/main.ts'])
  expect(users(/process\.exitCode/)).toEqual(['src/main.ts'])
  expect(users(/process\.exit\(/)).toEqual(['src/main.ts'])
  const importers = sources.filter(
    ({ path, imports }) =>
      !path.startsWith('src/commands/') && imports.some((name) => name.startsWith('src/commands/')),
  )
  expect(importers.map(({ path }) => path)).toEqual(['src/main.ts'])
})

test('the core knows no clock, no console, no process', () => {
  const impure = sources.filter(
    ({ path, code }) =>
      /^src\/(core|messages)\//.test(path) && /\b(process\.|console\.|Date\b|performance\b)/.test(code),
  )
  expect(impure.map(({ path }) => path)).toEqual([])
})

test('no source file names a framework', async () => {
  const frameworks = await readdir('templates/frameworks')
  const naming = sources.filter(({ code }) => frameworks.some((name) => new RegExp(`\\b${name}\\b`).test(code)))
  expect(naming.map(({ path }) => path)).toEqual([])
})

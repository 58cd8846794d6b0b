import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { emptyFolder, filesIn } from '../../harness/folder.ts'
import { flags as noFlags } from '../../harness/tool/options.ts'
import type { Context } from '../../src/commands/context.ts'
import { create } from '../../src/commands/create.ts'
import { UsageError } from '../../src/errors/errors.ts'
import { en } from '../../src/messages/en.ts'
import type { Ask } from '../../src/prompts/ask.ts'

const templates = 'harness/tool/templates'
const flags = { ...noFlags, install: false, build: false, git: false }

// What it prints is looked at in test/cli, where it goes to a pipe or a terminal of its own.
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  return () => vi.restoreAllMocks()
})

/** A person who knows all the answers, and what they were asked. */
function person(answers: Record<string, string>) {
  const asked: string[] = []
  const ask: Ask = async (questions) => {
    asked.push(...questions.map(({ name }) => name))
    return answers
  }
  return { ask, asked }
}

function context(ask: Ask): Context {
  const prompter = { unavailable: () => undefined, ask }
  return {
    templates,
    toolkit: 'dist',
    version: '1.2.3',
    language: 'en',
    t: en,
    packageManager: 'npm',
    prompter,
    record: () => {},
  }
}

test('the answers of a person make a project', async () => {
  const directory = join(await emptyFolder(), 'Ma Boutique')
  const { ask, asked } = person({ directory, framework: 'fancy' })
  await create(flags, context(ask))
  expect(asked).toEqual(['directory', 'framework'])
  expect(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'))).toMatchObject({
    name: 'ma-boutique',
    description: 'ma-boutique on Fancy, made by 1.2.3',
  })
  expect(await readFile(join(directory, 'Cargo.lock'), 'utf8')).toMatch(/"bytes"[\s\S]*"ma-boutique"[\s\S]*"tokio"/)
})

test('files that are not templates arrive byte for byte', async () => {
  const directory = join(await emptyFolder(), 'x')
  await create({ ...flags, directory, framework: 'plain' }, context(person({}).ask))
  for (const [name, original] of [
    ['braces.txt', 'base/braces.txt'],
    ['hello.sh', 'base/hello.sh'],
    ['.gitignore', 'base/_gitignore'],
  ]) {
    expect(await readFile(join(directory, name ?? ''))).toEqual(await readFile(join(templates, original ?? '')))
  }
})

test('only what the flags leave open is asked', async () => {
  const directory = join(await emptyFolder(), 'x')
  const { ask, asked } = person({ framework: 'plain' })
  await create({ ...flags, directory }, context(ask))
  expect(asked).toEqual(['framework'])
})

test('a wrong flag is refused before anybody is asked', async () => {
  const { ask, asked } = person({})
  const folder = await emptyFolder()
  await expect(create({ ...flags, framework: 'nothing' }, context(ask))).rejects.toThrow(UsageError)
  await expect(create({ ...flags, directory: join(folder, 'self') }, context(ask))).rejects.toThrow(UsageError)
  expect(asked).toEqual([])
  expect(await filesIn(folder)).toEqual([])
})

test('the time that the report tells is without the time at the questions', async () => {
  const directory = join(await emptyFolder(), 'x')
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const ask: Ask = async () => {
    now = 600_000
    return { framework: 'plain' }
  }
  await create({ ...flags, directory }, context(ask))
  expect(process.stdout.write).toHaveBeenCalledWith(expect.stringMatching(/Plain, in 0 ms\./))
})

test('questions come with a check that knows folders and names', async () => {
  const folder = await emptyFolder()
  const refusals: string[] = []
  const ask: Ask = async (_, { validate: check }) => {
    for (const name of ['self', 'tokio', '']) {
      await check('directory', name && join(folder, name)).catch((error: Error) => refusals.push(error.message))
    }
    return { directory: join(folder, 'fine'), framework: 'plain' }
  }
  await create(flags, context(ask))
  expect(refusals).toHaveLength(3)
})

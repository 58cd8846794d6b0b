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

// Other tests check what is printed, with the real program in a pipe or a terminal.
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  return () => vi.restoreAllMocks()
})

/** A user with prepared answers, and the questions that they were asked. */
function user(answers: Record<string, string>) {
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

test('creates a project from the answers', async () => {
  const directory = join(await emptyFolder(), 'Ma Boutique')
  const { ask, asked } = user({ directory, framework: 'fancy' })
  await create(flags, context(ask))
  expect(asked).toEqual(['directory', 'framework'])
  expect(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'))).toMatchObject({
    name: 'ma-boutique',
    description: 'ma-boutique on Fancy, made by 1.2.3',
  })
  expect(await readFile(join(directory, 'Cargo.lock'), 'utf8')).toMatch(/"bytes"[\s\S]*"ma-boutique"[\s\S]*"tokio"/)
})

test('copies files that are not templates byte for byte', async () => {
  const directory = join(await emptyFolder(), 'x')
  await create({ ...flags, directory, framework: 'plain' }, context(user({}).ask))
  for (const [name, original] of [
    ['braces.txt', 'base/braces.txt'],
    ['hello.sh', 'base/hello.sh'],
    ['.gitignore', 'base/_gitignore'],
  ]) {
    expect(await readFile(join(directory, name ?? ''))).toEqual(await readFile(join(templates, original ?? '')))
  }
})

test('asks only the questions that the flags do not answer', async () => {
  const directory = join(await emptyFolder(), 'x')
  const { ask, asked } = user({ framework: 'plain' })
  await create({ ...flags, directory }, context(ask))
  expect(asked).toEqual(['framework'])
})

test('rejects a wrong flag before asking questions', async () => {
  const { ask, asked } = user({})
  const folder = await emptyFolder()
  await expect(create({ ...flags, framework: 'nothing' }, context(ask))).rejects.toThrow(UsageError)
  await expect(create({ ...flags, directory: join(folder, 'self') }, context(ask))).rejects.toThrow(UsageError)
  expect(asked).toEqual([])
  expect(await filesIn(folder)).toEqual([])
})

test('the reported time excludes the time spent on questions', async () => {
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

test('answers are validated as folders and project names', async () => {
  const folder = await emptyFolder()
  const rejections: string[] = []
  const ask: Ask = async (_, { validate }) => {
    for (const name of ['self', 'tokio', '']) {
      await validate('directory', name && join(folder, name)).catch((error: Error) => rejections.push(error.message))
    }
    return { directory: join(folder, 'fine'), framework: 'plain' }
  }
  await create(flags, context(ask))
  expect(rejections).toHaveLength(3)
})

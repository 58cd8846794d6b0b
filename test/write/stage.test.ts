import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { inspectDestination } from '../../src/destination/inspect.ts'
import { makeStage } from '../../src/write/stage.ts'

test('a forced exit removes the temporary folder and the parent folders created for it', async () => {
  const folder = await emptyFolder()
  const listeners = process.listenerCount('exit')
  const stage = makeStage(await inspectDestination(join(folder, 'a/b/my-api')), 'my-api')
  await outputFile(join(stage.path, 'src/x'), '')
  process.listeners('exit').at(-1)?.(130)
  expect(await readdir(folder)).toEqual([])
  expect(process.listenerCount('exit')).toBe(listeners)
})

test('a created parent folder that is no longer empty is left alone', async () => {
  const folder = await emptyFolder()
  const stage = makeStage(await inspectDestination(join(folder, 'a/b/my-api')), 'my-api')
  await outputFile(join(folder, 'a/theirs'), '')
  stage.remove()
  expect(await readdir(join(folder, 'a'))).toEqual(['theirs'])
})

test('the temporary folder is inside an existing destination, and next to a new one', async () => {
  const folder = await emptyFolder()
  const inside = makeStage(await inspectDestination(folder), 'x')
  const beside = makeStage(await inspectDestination(join(folder, 'new')), 'x')
  for (const { path } of [inside, beside]) expect(path).toMatch(new RegExp(`^${folder}/\\.x-[0-9a-f]{8}$`))
  inside.remove()
  beside.remove()
  expect(existsSync(inside.path)).toBe(false)
  expect(await readdir(folder)).toEqual([])
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { findAddon } from '../../src/addon/built-addon.ts'

test('a missing addon is undefined, and one that is not an ELF file requires no glibc', async () => {
  const folder = await emptyFolder()
  expect(await findAddon(folder)).toBeUndefined()
  await writeFile(join(folder, 'app.node'), '12345')
  expect(await findAddon(folder)).toEqual({ path: join(folder, 'app.node'), bytes: 5, glibc: null })
})

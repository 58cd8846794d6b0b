import { join } from 'node:path'
import { execa } from 'execa'
import { outputFile, remove } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { claimName, rejectNameCollision as reject } from '../../src/destination/target-dir-collision.ts'
import { UsageError } from '../../src/errors/errors.ts'

const rejectNameCollision = (folder: string, name: string, project: string) =>
  reject(folder, name, project, () => 'Choose another name.')

test('rejects a name that cargo has built there for another project, as long as that project exists', async () => {
  const folder = await emptyFolder()
  const [targetDir, one, other] = ['shared', 'a folder/one', 'other'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await outputFile(
    join(one, 'Cargo.toml'),
    '[package]\nname = "my-api"\nedition = "2021"\n[lib]\ncrate-type = ["cdylib"]\n',
  )
  await outputFile(join(one, 'src/lib.rs'), '')
  const host = /^host: (.*)$/m.exec((await execa('rustc', ['-vV'])).stdout)?.[1] ?? ''

  await rejectNameCollision(targetDir, 'my-api', other) // nothing has been built yet
  for (const args of [[], ['--target', host]]) {
    await execa('cargo', ['build', '--offline', ...args], { cwd: one, env: { CARGO_TARGET_DIR: targetDir } })
    await expect(rejectNameCollision(targetDir, 'my-api', other)).rejects.toThrow(UsageError)
    await expect(rejectNameCollision(targetDir, 'my-api', other)).rejects.toThrow(
      `the name "my-api" is already used by ${one}`,
    )
    await rejectNameCollision(targetDir, 'my-api', one)
    await rejectNameCollision(targetDir, 'my-api-2', other)
    if (args.length === 0) await remove(targetDir)
  }
  await remove(one)
  await rejectNameCollision(targetDir, 'my-api', other)
})

test('rejects a name that another project has claimed without being built, as long as that project exists', async () => {
  const folder = await emptyFolder()
  const targetDir = join(folder, 'shared')
  const [one, other] = [join(folder, 'one'), join(folder, 'other')]
  await outputFile(join(one, 'Cargo.toml'), '')
  await claimName(targetDir, 'my-api', one)
  await rejectNameCollision(targetDir, 'my-api', one)
  await rejectNameCollision(targetDir, 'my-api-2', other)
  for (const same of ['my-api', 'my_api'])
    await expect(rejectNameCollision(targetDir, same, other)).rejects.toThrow(UsageError)
  await remove(one)
  await rejectNameCollision(targetDir, 'my-api', other)
})

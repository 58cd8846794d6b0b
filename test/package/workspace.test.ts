import { join } from 'node:path'
import { outputJson, pathExists } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { machine } from '../../harness/tool/machine.ts'

test('inside an npm workspace, the project is installed in its own folder and not in the root', async () => {
  const { run, cwd } = await machine({ npm: 'real', node: 'real' })
  await outputJson(join(cwd, 'package.json'), { name: 'all', private: true, workspaces: ['*'] })
  const { exitCode } = await run('my-api', '-f', 'plain', '--no-build')
  expect(exitCode).toBe(0)
  expect(await pathExists(join(cwd, 'my-api/package-lock.json'))).toBe(true)
  expect((await filesIn(cwd)).filter((path) => !path.startsWith('my-api'))).toEqual(['package.json'])
})

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { readNpmSettings } from '../../src/command-line/npm-settings.ts'

test("npm's config files are read, and the nearest wins", async () => {
  const folder = await emptyFolder()
  const [globalFile, userFile] = [join(folder, 'global'), join(folder, 'user')]
  await mkdir(join(folder, 'here'))
  await writeFile(globalFile, 'yes = true\nloglevel=warn\n')
  await writeFile(userFile, '; a comment\n# another\r\nloglevel = "verbose"\r\n\r\njson\n//127.0.0.1/:_authToken=a=b\n')
  await writeFile(join(folder, 'here', '.npmrc'), 'dry-run=true\nyes=false')
  const env = {
    npm_lifecycle_event: 'npx',
    npm_config_globalconfig: globalFile,
    npm_config_userconfig: userFile,
    npm_config_local_prefix: join(folder, 'here'),
  }
  expect(readNpmSettings(env)).toEqual({
    yes: 'false',
    loglevel: 'verbose',
    json: 'true',
    'dry-run': 'true',
  })
  expect(readNpmSettings({ ...env, npm_lifecycle_event: 'new' }), 'not started by npm').toEqual({})
})

test('missing config files of npm count as empty', async () => {
  const env = { npm_lifecycle_event: 'npx', npm_config_userconfig: '/nowhere/.npmrc', npm_config_local_prefix: '/' }
  expect(readNpmSettings(env)).toEqual({})
})

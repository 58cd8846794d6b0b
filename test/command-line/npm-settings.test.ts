import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { readNpmSettings } from '../../src/command-line/npm-settings.ts'

test('the files that npm names are read, the nearest last', async () => {
  const folder = await emptyFolder()
  const [all, person] = [join(folder, 'global'), join(folder, 'person')]
  await mkdir(join(folder, 'here'))
  await writeFile(all, 'yes = true\nloglevel=warn\n')
  await writeFile(person, '; a comment\n# another\r\nloglevel = "verbose"\r\n\r\njson\n//127.0.0.1/:_authToken=a=b\n')
  await writeFile(join(folder, 'here', '.npmrc'), 'dry-run=true\nyes=false')
  const env = {
    npm_lifecycle_event: 'npx',
    npm_config_globalconfig: all,
    npm_config_userconfig: person,
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

test('files that are not there hold no setting', async () => {
  const env = { npm_lifecycle_event: 'npx', npm_config_userconfig: '/nowhere/.npmrc', npm_config_local_prefix: '/' }
  expect(readNpmSettings(env)).toEqual({})
})

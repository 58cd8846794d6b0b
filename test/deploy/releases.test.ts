import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Account, chownToAppUser, writeProgram } from '../../harness/deploy/account.ts'
import { putOnline, startOnline } from '../../harness/deploy/online.ts'
import { layOutBundle } from '../../harness/deploy/project.ts'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses } from '../../harness/passenger/passenger.ts'
import { until } from '../../harness/until.ts'

const hello = 'Hello from Rust!\n'

const health = async (url: string) =>
  (await (await fetch(`${url}/health`)).json()) as { readonly version: string; readonly pid: number }

const releases = ({ root }: Account) => readdirSync(path.join(root, 'releases')).filter((name) => !name.startsWith('.'))

/** What a deploy must not touch: cPanel's link, configuration files and the log. */
const untouched = ({ root }: Account) => [
  readlinkSync(path.join(root, 'node_modules')),
  ...['.htaccess', 'public/.htaccess', 'stderr.log'].map((file) => {
    const { ino, mtimeMs } = lstatSync(path.join(root, file))
    return [file, ino, mtimeMs, readFileSync(path.join(root, file), 'utf8')]
  }),
]

test("the first deploy replaces cPanel's app, later ones fail no request, and three releases are kept", async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const before = untouched(account)
  expect(await (await fetch(url)).text()).toBe('It works!\n')

  project.bundle('0.1.0')
  const first = await project.deploy()
  expect(first, first.stderr).toMatchObject({ exitCode: 0, stdout: `${url}\n` })
  expect(first.stderr).toMatch(/^Plan:\n {2}1\. connect to .*\n {2}2\. check the app root my-api /)
  expect(first.stderr).toContain('Switching from original to ')
  expect(await health(url)).toMatchObject({ version: '0.1.0' })
  expect(await (await fetch(url)).text()).toBe(hello)
  expect(readdirSync(account.root).sort()).toEqual(
    [
      '.htaccess',
      'app.js',
      'app.original.js',
      'current',
      'node_modules',
      'public',
      'releases',
      'stderr.log',
      'tmp',
    ].sort(),
  )

  const load = startLoad(`${url}/`, 4, hello)
  // The last two have the same version: only the process differs.
  for (const version of ['0.2.0', '0.3.0', '0.4.0', '0.4.0']) {
    project.bundle(version)
    const pids = appProcesses(account.root)
    const { exitCode, stderr } = await project.deploy()
    expect(exitCode, stderr).toBe(0)
    const { pid, version: live } = await health(url)
    expect(live).toBe(version)
    expect(pids).not.toContain(pid)
  }
  const outcomes = await load.stop()
  expect(Object.keys(outcomes), JSON.stringify(outcomes)).toEqual(['200'])

  expect(releases(account).map((id) => id.slice(16))).toEqual(['0.3.0', '0.4.0', '0.4.0'])
  expect(existsSync(path.join(account.root, 'releases/.lock'))).toBe(false)
  expect(untouched(account)).toEqual(before)
})

test('--rollback goes back release by release, to the app from before the first deploy and no further', async () => {
  await using online = await startOnline()
  const { project, url } = online
  const nothing = await project.deploy(['--rollback'])
  expect(nothing).toMatchObject({ exitCode: 7, stdout: '' })
  expect(nothing.stderr).toContain('There is no release before the one that is live (foreign).\n')
  expect(nothing.stderr).toContain('Nothing live has changed.')

  for (const version of ['0.1.0', '0.2.0']) {
    project.bundle(version)
    expect(await project.deploy()).toMatchObject({ exitCode: 0 })
  }
  const back = await project.deploy(['--rollback'])
  expect(back, back.stderr).toMatchObject({ exitCode: 0, stdout: `${url}\n` })
  expect(await health(url)).toMatchObject({ version: '0.1.0' })

  expect(await project.deploy(['--rollback'])).toMatchObject({ exitCode: 0 })
  expect(await (await fetch(url)).text()).toBe('It works!\n')
  const end = await project.deploy(['--rollback'])
  expect(end).toMatchObject({ exitCode: 7, stdout: '' })
  expect(end.stderr).toContain('There is no release before the one that is live (original).\n')
  expect(end.stderr).toContain('Nothing live has changed.')

  expect(await project.deploy(), 'deploying again').toMatchObject({ exitCode: 0 })
  expect(await health(url)).toMatchObject({ version: '0.2.0' })
})

test('--rollback skips a release that was rolled back', async () => {
  await using online = await putOnline()
  const { project, url } = online
  project.bundle('0.2.0')
  expect(await project.deploy()).toMatchObject({ exitCode: 0 })
  expect(await project.deploy(['--rollback'])).toMatchObject({ exitCode: 0 })
  project.bundle('0.3.0')
  expect(await project.deploy()).toMatchObject({ exitCode: 0 })
  expect(await project.deploy(['--rollback'])).toMatchObject({ exitCode: 0 })
  expect((await health(url)).version, 'not 0.2.0, which was rolled back').toBe('0.1.0')
})

test('a host clock that is hours ahead, then corrected, breaks neither restarts nor the cleanup of old releases', async () => {
  await using online = await putOnline()
  const { account, project, url } = online
  const clock = path.join(account.programs, 'date')
  writeProgram(clock, 'exec /usr/bin/date -d \'5 hours\' "$@"')
  writeProgram(
    path.join(account.programs, 'touch'),
    '[ $# -eq 1 ] && exec /usr/bin/touch -d \'5 hours\' "$@"; exec /usr/bin/touch "$@"',
  )
  for (const version of ['0.2.0', '0.3.0']) {
    project.bundle(version)
    expect(await project.deploy()).toMatchObject({ exitCode: 0 })
  }
  for (const one of ['date', 'touch']) rmSync(path.join(account.programs, one))
  for (const version of ['0.4.0+x', '0.5.0-y.part']) {
    project.bundle(version)
    const { exitCode, stderr } = await project.deploy()
    expect(exitCode, stderr).toBe(0)
  }
  expect(releases(account)).toHaveLength(3)
  expect(await project.deploy(['--rollback'])).toMatchObject({ exitCode: 0 })
  expect((await health(url)).version).toBe('0.4.0+x')
})

test('a deploy waits for a restart that the host notices late, even if the version is the same', async () => {
  await using online = await startOnline('', 6)
  const { account, project, url } = online
  expect(await project.deploy()).toMatchObject({ exitCode: 0 })
  for (let round = 0; round < 2; round++) {
    await until(async () => (await health(url)).version === '0.1.0', 'the site')
    const [before] = appProcesses(account.root)
    expect(await project.deploy()).toMatchObject({ exitCode: 0 })
    expect((await health(url)).pid).not.toBe(before)
  }
})

test('files of the bundle change with the release, and files in the app root stay', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const dist = path.join(project.root, 'dist')
  writeFileSync(path.join(account.root, 'data.txt'), 'kept')
  symlinkSync('data.txt', path.join(account.root, 'mine.json'))
  chownToAppUser(account.root)
  for (const version of ['0.1.0', '0.2.0']) {
    project.bundle(version)
    const app = readFileSync(path.join(dist, 'app.js'), 'utf8')
    layOutBundle(dist, () => {
      const read = "require('node:fs').readFileSync"
      // The app must find both in its working folder, in the trial as well.
      const check = `if (${read}('words.json') != '"${version}"' || ${read}('data.txt') != 'kept') process.exit(1)`
      writeFileSync(path.join(dist, 'app.js'), `${check}\n${app}`)
      writeFileSync(path.join(dist, 'package.json'), JSON.stringify({ name: 'my-api', version }))
      writeFileSync(path.join(dist, 'words.json'), `"${version}"`)
      writeFileSync(path.join(dist, 'mine.json'), '"the bundle\'s"')
    })
    const { exitCode, stderr } = await project.deploy()
    expect(exitCode, stderr).toBe(0)
    expect(stderr).toContain("The app root has its own mine.json, which stays: the release's is in current/.")
    expect(await health(url)).toMatchObject({ version })
  }
  expect(readFileSync(path.join(account.root, 'mine.json'), 'utf8')).toBe('kept')
  expect(readlinkSync(path.join(account.root, 'words.json'))).toBe('current/words.json')
  expect(await project.deploy(['--rollback'])).toMatchObject({ exitCode: 0 })
  expect(readFileSync(path.join(account.root, 'words.json'), 'utf8')).toBe('"0.1.0"')
})

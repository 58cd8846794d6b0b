import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openTerminal } from '../cli/terminal.ts'
import { startAccount } from '../support/deploy/account.ts'
import { startOnline } from '../support/deploy/online.ts'
import { makeProject } from '../support/deploy/project.ts'

const none = { O2SWITCH_HOST: '', O2SWITCH_USER: '', O2SWITCH_APP_ROOT: '', O2SWITCH_URL: '', O2SWITCH_PORT: '' }

test('what is missing is named in one message', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  const all = await project.deploy([], none)
  expect([all.exitCode, all.stdout]).toEqual([2, ''])
  for (const name of ['O2SWITCH_HOST', 'O2SWITCH_USER', 'O2SWITCH_APP_ROOT', 'O2SWITCH_URL'])
    expect(all.stderr).toContain(name)
  expect(all.stderr).not.toContain('O2SWITCH_PORT')

  writeFileSync(path.join(project.root, 'deploy.json'), '{ "host": "here.example", "user": "me" }')
  const { stderr } = await project.deploy([], none)
  expect(stderr).toMatch(/Missing:\n {2}O2SWITCH_APP_ROOT .*\n {2}O2SWITCH_URL .*\nOn a terminal/)
})

test('the environment goes before the file, and --dry-run prints the plan and stops', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  const saved = { host: 'here.example', user: 'me', appRoot: 'api', url: 'https://example.org/api/', port: 2222 }
  writeFileSync(path.join(project.root, 'deploy.json'), JSON.stringify(saved))
  const { exitCode, stdout, stderr } = await project.deploy(['--dry-run'], { ...none, O2SWITCH_USER: 'you' })
  expect([exitCode, stdout]).toEqual([0, ''])
  expect(stderr).toContain('connect to you@here.example, port 2222\n')
  expect(stderr).toContain('wait until https://example.org/api/health answers')
  expect(stderr).toMatch(/upload 3 files \(\d+ kB\) of my-api 0\.1\.0 to api\/releases/)
})

const wrong: readonly (readonly [string, string, RegExp])[] = [
  [
    'a secret in the file',
    '{ "apiToken": "x" }',
    /deploy\.json has "apiToken"\. .*secrets such as the API token belong in the environment/s,
  ],
  ['no JSON', '{', /deploy\.json is no JSON/],
  [
    'an option of ssh for a host',
    '{ "host": "-oProxyCommand=x" }',
    /This cannot be:\n {2}host \(O2SWITCH_HOST\) "-oProxyCommand=x"/,
  ],
  ['a path that a shell would read', '{ "appRoot": "my api; rm" }', /appRoot \(O2SWITCH_APP_ROOT\) "my api; rm"/],
  [
    'a document root',
    '{ "appRoot": "public_html/api" }',
    /lies in a document root, where anybody could download the addon/,
  ],
  ['a URL with a password', '{ "url": "https://me:secret@example.org" }', /url \(O2SWITCH_URL\)/],
]

test.each(wrong)('refused: %s', async (_, text, says) => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  const full = { host: 'here.example', user: 'me', appRoot: 'api', url: 'https://example.org' }
  const given = text === '{' ? text : JSON.stringify({ ...full, ...JSON.parse(text) })
  writeFileSync(path.join(project.root, 'deploy.json'), given)
  const { exitCode, stderr } = await project.deploy(['--dry-run'], none)
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(says)
})

test('unknown options, and two commands at once', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  expect((await project.deploy(['--force'])).stderr).toMatch(/'--force'.*--dry-run/s)
  expect(await project.deploy(['--rollback', '--setup'])).toMatchObject({ exitCode: 2 })
  expect(await project.deploy(['--help'])).toMatchObject({ exitCode: 0, stdout: '' })
})

test('no bundle, and one that was changed by hand', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  expect((await project.deploy()).stderr).toContain(
    'There is no dist/app.js: npm run bundle makes it. Nothing was deployed.',
  )
  project.bundle('0.1.0')
  writeFileSync(path.join(project.root, 'dist/app.js'), 'changed')
  const { exitCode, stderr } = await project.deploy()
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('(SHA256SUMS): app.js. Run npm run bundle again.')])
})

test('on a terminal, the first deploy asks and saves; the next one asks nothing', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const machine = {
    cwd: project.root,
    bin: path.join(project.root, 'scripts/deploy.mjs'),
    env: { PATH: `${account.localPrograms}:${process.env.PATH}`, HOME: project.root, O2SWITCH_PATIENCE: '24' },
  }
  const terminal = openTerminal(machine as never, [])
  const answers = [
    ['SSH host', '127.0.0.1'],
    ['cPanel user', account.user],
    ['Application root', 'my api'],
    ['That cannot be.', ''],
    ['Application root', 'my-api'],
    ['URL of the site', `${url}/`],
    ['SSH port', String(account.port)],
    ['private key', ''],
  ] as const
  for (const [question, answer] of answers) {
    await terminal.sees(question)
    if (question !== 'That cannot be.') terminal.press(`${answer}\r`)
  }
  await terminal.sees('Saved in deploy.json')
  expect(await terminal.exitCode, terminal.text()).toBe(0)
  expect(JSON.parse(readFileSync(path.join(project.root, 'deploy.json'), 'utf8'))).toEqual({
    host: '127.0.0.1',
    user: account.user,
    appRoot: 'my-api',
    url: `${url}/`,
    port: String(account.port),
    key: '',
  })
  expect(await project.deploy([], none)).toMatchObject({ exitCode: 0, stdout: `${url}\n` })

  rmSync(path.join(project.root, 'deploy.json'))
  const stopped = openTerminal(machine as never, [])
  await stopped.sees('SSH host')
  stopped.press('\x03')
  expect(await stopped.exitCode).toBe(130)
  expect(stopped.text()).toContain('Nothing was saved, nothing was deployed.')
})

import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startAccount } from '../../harness/deploy/account.ts'
import { startOnline } from '../../harness/deploy/online.ts'
import { makeProject } from '../../harness/deploy/project.ts'
import { keys, openTerminal } from '../../harness/terminal.ts'

const variables = ['HOST', 'USER', 'APP_ROOT', 'URL', 'PORT', 'KEY', 'API_TOKEN', 'OTP', 'IP', 'PATIENCE']
const setAll = (value: string | undefined) => Object.fromEntries(variables.map((name) => [`O2SWITCH_${name}`, value]))
const unset = setAll(undefined)
const full = { host: 'here.example', user: 'me', appRoot: 'api', url: 'https://example.org' }

// In a workflow, a secret that does not exist is an empty variable.
test.each([
  ['unset', undefined],
  ['empty', ''],
  ['blank', ' \n'],
])('all missing settings are listed in one message (variables are %s)', async (_, value) => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  const env = setAll(value)
  const all = await project.deploy([], env)
  expect([all.exitCode, all.stdout]).toEqual([2, ''])
  for (const name of ['O2SWITCH_HOST', 'O2SWITCH_USER', 'O2SWITCH_APP_ROOT', 'O2SWITCH_URL'])
    expect(all.stderr).toContain(name)
  expect(all.stderr).not.toContain('O2SWITCH_PORT')

  writeFileSync(path.join(project.root, 'deploy.json'), '{ "host": "here.example", "user": "me" }')
  const { stderr } = await project.deploy([], env)
  expect(stderr).toMatch(/Missing:\n {4}O2SWITCH_APP_ROOT .*\n {4}O2SWITCH_URL .*\n {2}On a terminal/)

  writeFileSync(path.join(project.root, 'deploy.json'), JSON.stringify(full))
  const plan = await project.deploy(['--dry-run'], env)
  expect(plan, plan.stderr).toMatchObject({ exitCode: 0, stdout: '' })
  expect(plan.stderr).toContain('connect to me@here.example, port 22\n')
  expect(plan.stderr).toContain('(120 s at most)')
  expect(plan.stderr).not.toContain('whitelist')
})

test('common spellings of the application root and the URL are accepted', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  for (const appRoot of ['~/api', 'api/', '/home9/me/api']) {
    const { exitCode, stderr } = await project.deploy(['--dry-run'], {
      ...unset,
      O2SWITCH_HOST: 'Here.Example',
      O2SWITCH_USER: 'me',
      O2SWITCH_APP_ROOT: appRoot,
      O2SWITCH_URL: 'HTTPS://Café.Example.org/',
    })
    expect(exitCode, stderr).toBe(0)
    expect(stderr).toContain('check the app root api on the host')
    expect(stderr).toContain('wait until https://xn--caf-dma.example.org/health answers')
  }
})

test('flags that npm consumes still work: npm run deploy --dry-run', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  writeFileSync(
    path.join(project.root, 'package.json'),
    '{ "scripts": { "deploy": "node scripts/o2switch.mjs deploy" } }',
  )
  writeFileSync(path.join(project.root, 'deploy.json'), JSON.stringify(full))
  const npm = (...flags: string[]) =>
    spawnSync('npm', ['run', 'deploy', ...flags], { cwd: project.root, encoding: 'utf8' })
  const dry = npm('--dry-run')
  expect([dry.status, dry.stderr]).toEqual([0, expect.stringContaining('Plan:\n')])
  expect(npm('--rollback', '--setup').stderr).toContain('--rollback and --setup cannot be used together')
})

test('environment variables override deploy.json, and --dry-run only prints the plan', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  const saved = { host: 'here.example', user: 'me', appRoot: 'api', url: 'https://example.org/api/', port: 2222 }
  writeFileSync(path.join(project.root, 'deploy.json'), JSON.stringify(saved))
  const { exitCode, stdout, stderr } = await project.deploy(['--dry-run'], { ...unset, O2SWITCH_USER: 'you' })
  expect([exitCode, stdout]).toEqual([0, ''])
  expect(stderr).toContain('connect to you@here.example, port 2222\n')
  expect(stderr).toContain('wait until https://example.org/api/health answers')
  expect(stderr).toMatch(/upload 3 files \(\d+ kB\) of my-api 0\.1\.0 to api\/releases/)
})

const wrong: readonly (readonly [string, string, RegExp])[] = [
  [
    'a secret in deploy.json',
    '{ "apiToken": "x" }',
    /deploy\.json has "apiToken"\.\n.*secrets such as the API token belong in the environment/s,
  ],
  ['invalid JSON', '{', /deploy\.json is not valid JSON/],
  [
    'an ssh option as the host',
    '{ "host": "-oProxyCommand=x" }',
    /settings are not valid\.\n {2}host \(O2SWITCH_HOST\) "-oProxyCommand=x"/,
  ],
  [
    'an application root with shell syntax',
    '{ "appRoot": "my api; rm" }',
    /appRoot \(O2SWITCH_APP_ROOT\) "my api; rm"/,
  ],
  [
    'an application root in a document root',
    '{ "appRoot": "public_html/api" }',
    /is in a document root, where anybody could download the addon/,
  ],
  ['a URL with a password', '{ "url": "https://me:secret@example.org" }', /url \(O2SWITCH_URL\)/],
  ['an invalid URL', '{ "url": "https://:80" }', /url \(O2SWITCH_URL\) "https:\/\/:80"/],
  ['a port above 65535', '{ "port": 70000 }', /port \(O2SWITCH_PORT\) "70000"/],
  ['an empty host', '{ "host": "" }', /Missing:\n {4}O2SWITCH_HOST/],
  ['a host that is null', '{ "host": null }', /Missing:\n {4}O2SWITCH_HOST/],
  ['a URL that is a list', '{ "url": ["https://example.org"] }', /deploy\.json: "url" must be text/],
  ['a host that is a boolean', '{ "host": true }', /deploy\.json: "host" must be text/],
  ['null instead of an object', 'null', /deploy\.json holds no JSON object/],
  ['a list instead of an object', '[]', /deploy\.json holds no JSON object/],
  [
    'the content of a key instead of its path',
    '{ "key": "-----BEGIN\\nsecret" }',
    /key \(O2SWITCH_KEY\) is the content of a key/,
  ],
]

test.each(wrong)('%s is rejected', async (_, text, message) => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  const content = text.startsWith('{ ') ? JSON.stringify({ ...full, ...JSON.parse(text) }) : text
  writeFileSync(path.join(project.root, 'deploy.json'), content)
  const { exitCode, stderr } = await project.deploy(['--dry-run'], unset)
  expect(exitCode, stderr).toBe(2)
  expect(stderr).toMatch(message)
  expect(stderr).not.toContain('secret@')
  expect(stderr).not.toContain('BEGIN')
})

test('unknown options and contradictory flags are rejected, and --help lists the options', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  expect((await project.deploy(['--force'])).stderr).toMatch(/Unknown option --force\..*deploy --help/s)
  expect(await project.deploy(['--rollback', '--setup'])).toMatchObject({ exitCode: 2 })
  expect(await project.deploy(['--help'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('--dry-run') })
})

test('a missing bundle and a modified one are rejected', async () => {
  const project = makeProject(await startAccount(), 'http://127.0.0.1:9')
  expect((await project.deploy()).stderr).toContain(
    'There is no dist/app.js.\n  npm run bundle makes it. Nothing was deployed.',
  )
  project.bundle('0.1.0')
  writeFileSync(path.join(project.root, 'dist/app.js'), 'changed')
  const { exitCode, stderr } = await project.deploy()
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('(SHA256SUMS): app.js.\n  Run npm run bundle again.')])
})

test('on a terminal, the first deploy asks for the settings and saves them for the next one', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const machine = {
    cwd: project.root,
    bin: project.command,
    env: { PATH: `${account.localPrograms}:${process.env.PATH}`, HOME: project.root, O2SWITCH_PATIENCE: '24' },
  }
  const terminal = openTerminal(machine as never, ['deploy'])
  const answers = [
    ['SSH host', '127.0.0.1'],
    ['cPanel user', account.user],
    ['Application root', 'my api'],
    ['This is not valid.', `${keys.clearLine}my-api`],
    ['URL of the site', `${url}/`],
    ['SSH port', String(account.port)],
    ['private key', ''],
  ] as const
  for (const [question, answer] of answers) {
    await terminal.sees(question)
    terminal.press(answer + keys.enter)
  }
  await terminal.sees('Saved in deploy.json')
  expect(await terminal.exitCode, terminal.text()).toBe(0)
  expect(JSON.parse(readFileSync(path.join(project.root, 'deploy.json'), 'utf8'))).toEqual({
    host: '127.0.0.1',
    user: account.user,
    appRoot: 'my-api',
    url,
    port: String(account.port),
    key: '',
  })
  expect(await project.deploy([], unset)).toMatchObject({ exitCode: 0, stdout: `${url}\n` })

  rmSync(path.join(project.root, 'deploy.json'))
  const stopped = openTerminal(machine as never, ['deploy'])
  await stopped.sees('SSH host')
  stopped.press(keys.ctrlC)
  expect(await stopped.exitCode).toBe(130)
  expect(stopped.text()).toContain('Nothing was saved, nothing was deployed.')
})

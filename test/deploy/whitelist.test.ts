import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Account, startAccount, writeProgram } from '../../harness/deploy/account.ts'
import { makeProject, type Project } from '../../harness/deploy/project.ts'
import { address, type Behaviour, startWhitelist, token, type Whitelist } from '../../harness/deploy/whitelist.ts'
import { commandLines } from '../../harness/proc.ts'
import { until } from '../../harness/until.ts'

const colleague = '198.51.100.1'

async function setUp(
  behaviour: Partial<Behaviour> = {},
): Promise<{ account: Account; project: Project; list: Whitelist }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whitelist-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const account = await startAccount()
  const list = await startWhitelist(folder, { user: account.user, taken: [colleague], ...behaviour })
  const project = makeProject(account, 'http://127.0.0.1:9')
  project.bundle('0.1.0')
  return { account, project, list }
}

const added = ['list', `add ${address}`]
const removed = [`remove ${address} in`, `remove ${address} out`, 'list']
const others = [`${colleague} in`, `${colleague} out`]

test("this machine's address is whitelisted during the deploy, then removed in both directions", async () => {
  const { project, list } = await setUp({ addMs: 3000 })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect(exitCode, stderr).toBe(0)
  expect(list.requests).toEqual([...added, ...removed])
  expect([...list.entries]).toEqual(others)
  expect(stderr).toContain("put this machine's address on the SSH whitelist")
  expect(stderr).toContain(`${address} is off the whitelist.`)
  expect(stderr).not.toContain(token)
})

test('the address is removed if the deploy fails', async () => {
  const { account, project, list } = await setUp()
  rmSync(path.join(account.root, 'node_modules'))
  rmSync(path.join(account.root, 'app.js'))
  rmSync(path.join(account.home, 'nodevenv'), { recursive: true })
  expect(await project.deploy([], list.env)).toMatchObject({ exitCode: 7, stdout: '' })
  expect(list.requests).toEqual([...added, ...removed])
  const unreachable = await project.deploy([], { ...list.env, O2SWITCH_PORT: '9' })
  expect(unreachable).toMatchObject({ exitCode: 7 })
  expect([...list.entries]).toEqual(others)
})

test.each(['SIGINT', 'SIGTERM'] as const)('the address is removed after %s', async (signal) => {
  const { project, list } = await setUp({ addMs: 500 })
  const running = project.start([], list.env)
  await until(() => list.requests.includes(`add ${address}`), 'the address to be added')
  process.kill(-running.pid, signal)
  const { exitCode, stderr } = await running.result
  expect(exitCode, stderr).toBe(130)
  expect([...list.entries]).toEqual(others)
})

test('an address that was whitelisted before stays there', async () => {
  const { project, list } = await setUp({ taken: [colleague, address] })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringContaining(`${address} is on the whitelist already, and stays there.`),
  ])
  expect(list.requests).toEqual(['list'])
})

test('a full whitelist is reported with its addresses, and none of them is removed', async () => {
  const taken = [1, 2, 3, 4, 5].map((last) => `198.51.100.${last}`)
  const { project, list } = await setUp({ taken })
  const { exitCode, stderr } = await project.deploy([], list.env)
  expect(exitCode).toBe(7)
  expect(stderr).toContain('The whitelist (add) failed: Limit of 5 exceptions reached.')
  expect(stderr).toContain(`All 5 places are taken: ${taken.join(', ')}. Remove one in cPanel`)
  expect(list.entries.size).toBe(10)
})

test('a rejected token is reported, and O2SWITCH_OTP is sent for two-factor authentication', async () => {
  const { project, list } = await setUp({ otp: '123456' })
  const rejected = await project.deploy([], list.env)
  expect(rejected.exitCode).toBe(7)
  expect(rejected.stderr).toMatch(/rejects the token \(401\).*two-factor authentication needs O2SWITCH_OTP/s)
  expect(rejected.stderr).not.toContain(token)
  expect(await project.deploy(['--unlock'], { ...list.env, O2SWITCH_OTP: '123456' })).toMatchObject({ exitCode: 0 })
})

test('the token is not sent to a server with an untrusted certificate', async () => {
  const { project, list } = await setUp()
  const { exitCode, stderr } = await project.deploy([], { ...list.env, NODE_EXTRA_CA_CERTS: undefined })
  expect(exitCode).toBe(7)
  expect(stderr).toMatch(/The whitelist \(list\) cannot be reached: \w*SELF_SIGNED\w*\./)
  expect(list.requests).toEqual([])
})

test('--close removes an address that the deploy could not remove', async () => {
  const { account, project, list } = await setUp({ removeFails: true })
  const stuck = await project.deploy(['--unlock'], list.env)
  expect(stuck.stderr).toContain(
    `${address} could not be removed from the whitelist: The whitelist (remove) failed: The firewall is busy.`,
  )
  expect([...list.entries]).toEqual([...others, `${address} out`])
  expect(await project.deploy(['--close'], { ...list.env, O2SWITCH_API_TOKEN: '' })).toMatchObject({ exitCode: 2 })
  expect(await project.deploy(['--close'], list.env)).toMatchObject({ exitCode: 7 })
  expect(readFileSync(path.join(project.root, 'tmp/whitelisted'), 'utf8')).toMatch(new RegExp(`^${address} \\d+$`))

  const folder = mkdtempSync(path.join(os.tmpdir(), 'whitelist-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const working = await startWhitelist(folder, { user: account.user, taken: [colleague, address] })
  expect(await project.deploy(['--close'], working.env)).toMatchObject({ exitCode: 0 })
  expect([...working.entries]).toEqual(others)
  expect((await project.deploy(['--close'], working.env)).stderr).toContain('No address was left on the whitelist.')
})

test('the token is never in the arguments of a process', async () => {
  const { project, list } = await setUp({ addMs: 2000 })
  const running = project.start(['--unlock'], list.env)
  const seen: string[] = []
  while (!running.stderr().includes('is off the whitelist')) {
    seen.push(...commandLines().filter((line) => line.includes(token)))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await running.result).toMatchObject({ exitCode: 0 })
  expect(seen).toEqual([])
})

test('an address is removed even if the response to its addition was lost', async () => {
  const { project, list } = await setUp({ addSilent: true })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect(exitCode, stderr).toBe(0)
  expect(list.requests).toEqual([...added, 'list', ...removed])
  expect([...list.entries]).toEqual(others)
})

const shapes: readonly (readonly [string, NonNullable<Behaviour['shape']>])[] = [
  ['a bare array of entries', (list) => list],
  ['other property names', (list) => ({ records: { ssh: list } })],
  ['a bare array of addresses', (list) => list.map((entry) => (entry as { address: string }).address)],
  [
    'an object keyed by address',
    (list) => Object.fromEntries(list.map((entry) => [(entry as { address: string }).address, true])),
  ],
]

test.each(shapes)('the whitelist is read in another format: %s', async (_, shape) => {
  const { project, list } = await setUp({ shape, taken: [colleague, address] })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`${address} is on the whitelist already`)])
  list.entries.delete(`${address} in`)
  list.entries.delete(`${address} out`)
  expect(await project.deploy(['--unlock'], list.env)).toMatchObject({ exitCode: 0 })
  expect([...list.entries]).toEqual(others)
})

test('an address whitelisted in only one direction is added, then removed in both', async () => {
  const { project, list } = await setUp({ half: [`${address} out`] })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect(exitCode, stderr).toBe(0)
  expect(list.requests).toEqual([...added, ...removed])
  expect([...list.entries]).toEqual(others)
})

test('a removal counts even if the list cannot be read afterwards', async () => {
  const { project, list } = await setUp({ lists: 1 })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`${address} is off the whitelist.`)])
  expect(existsSync(path.join(project.root, 'tmp/whitelisted'))).toBe(false)
})

test("a second deploy in the same folder keeps the first one's entry", async () => {
  const { project, list } = await setUp()
  mkdirSync(path.join(project.root, 'tmp'))
  const first = project.start(['--unlock'], list.env)
  await until(() => existsSync(path.join(project.root, 'tmp/whitelisted')), 'the first deploy to save its address')
  process.kill(first.pid, 'SIGSTOP')
  list.entries.add(`${address} in`).add(`${address} out`)
  const second = await project.deploy(['--unlock'], list.env)
  expect(second.stderr).toContain(`${address} is on the whitelist already, and stays there.`)
  process.kill(first.pid, 'SIGCONT')
  expect(await first.result).toMatchObject({ exitCode: 0 })
  expect([...list.entries]).toEqual(others)
})

test("a deploy removes the address that a killed one left, even if this machine's address has changed", async () => {
  const old = '192.0.2.1'
  const { project, list } = await setUp({ taken: [colleague, old] })
  mkdirSync(path.join(project.root, 'tmp'))
  writeFileSync(path.join(project.root, 'tmp/whitelisted'), `${old} 999999999`)
  expect(await project.deploy(['--unlock'], list.env)).toMatchObject({ exitCode: 0 })
  expect([...list.entries]).toEqual(others)
})

test('a malformed token is never sent, nor any token over http; a line end after it is ignored', async () => {
  const { project, list } = await setUp()
  const malformed = await project.deploy([], { ...list.env, O2SWITCH_API_TOKEN: `${token}\n${token}` })
  expect([malformed.exitCode, malformed.stderr]).toEqual([
    2,
    expect.stringContaining('O2SWITCH_API_TOKEN contains a space'),
  ])
  const httpUrl = list.env.O2SWITCH_API_URL?.replace('https', 'http')
  const unencrypted = await project.deploy([], { ...list.env, O2SWITCH_API_URL: httpUrl })
  expect([unencrypted.exitCode, unencrypted.stderr]).toEqual([2, expect.stringContaining('must begin with https://')])
  for (const { stderr } of [malformed, unencrypted]) expect(stderr).not.toContain(token)
  expect(list.requests).toEqual([])
  const withLineEnd = await project.deploy(['--unlock'], { ...list.env, O2SWITCH_API_TOKEN: `${token}\n` })
  expect(withLineEnd).toMatchObject({ exitCode: 0 })
})

test('programs started by the deploy do not have the token in their environment', async () => {
  const { account, project, list } = await setUp()
  const seen = path.join(project.root, 'seen')
  const ssh = path.join(account.localPrograms, 'ssh')
  writeProgram(ssh, `env >> ${seen}\n${readFileSync(ssh, 'utf8').split('\n')[1]}`)
  const { exitCode, stderr } = await project.deploy(['--unlock'], {
    ...list.env,
    NODE_DEBUG: 'http,net,tls,fetch,undici',
  })
  expect(exitCode).toBe(0)
  expect(readFileSync(seen, 'utf8')).toContain('O2SWITCH_USER=')
  expect(readFileSync(seen, 'utf8')).not.toContain(token)
  expect(stderr).not.toContain(token)
})

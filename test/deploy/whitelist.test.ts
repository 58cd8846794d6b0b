import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Account, program, startAccount } from '../../harness/deploy/account.ts'
import { makeProject, type Project } from '../../harness/deploy/project.ts'
import { address, type Behaviour, startWhitelist, token, type Whitelist } from '../../harness/deploy/whitelist.ts'
import { until } from '../../harness/until.ts'

const colleague = '198.51.100.1'

async function set(
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

test('our address is put there for as long as it takes, and taken off in both directions', async () => {
  const { project, list } = await set({ addMs: 3000 })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect(exitCode, stderr).toBe(0)
  expect(list.asked).toEqual([...added, ...removed])
  expect([...list.entries]).toEqual(others)
  expect(stderr).toContain("put this machine's address on the SSH whitelist")
  expect(stderr).toContain(`${address} is off the whitelist.`)
  expect(stderr).not.toContain(token)
})

test('it is taken off when the deploy fails, too', async () => {
  const { account, project, list } = await set()
  rmSync(path.join(account.root, 'node_modules'))
  rmSync(path.join(account.root, 'app.js'))
  rmSync(path.join(account.home, 'nodevenv'), { recursive: true })
  expect(await project.deploy([], list.env)).toMatchObject({ exitCode: 7, stdout: '' })
  expect(list.asked).toEqual([...added, ...removed])
  const unreachable = await project.deploy([], { ...list.env, O2SWITCH_PORT: '9' })
  expect(unreachable).toMatchObject({ exitCode: 7 })
  expect([...list.entries]).toEqual(others)
})

test.each(['SIGINT', 'SIGTERM'] as const)('it is taken off after %s', async (signal) => {
  const { project, list } = await set({ addMs: 500 })
  const running = project.start([], list.env)
  await until(() => list.asked.includes(`add ${address}`), 'the address to be added')
  process.kill(-running.pid, signal)
  const { exitCode, stderr } = await running.ended
  expect(exitCode, stderr).toBe(130)
  expect([...list.entries]).toEqual(others)
})

test('what was there before us stays there', async () => {
  const { project, list } = await set({ taken: [colleague, address] })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringContaining(`${address} is on the whitelist already, and stays there.`),
  ])
  expect(list.asked).toEqual(['list'])
})

test('five places that are taken: by whom, and nobody is thrown out', async () => {
  const taken = [1, 2, 3, 4, 5].map((last) => `198.51.100.${last}`)
  const { project, list } = await set({ taken })
  const { exitCode, stderr } = await project.deploy([], list.env)
  expect(exitCode).toBe(7)
  expect(stderr).toContain('The whitelist (add) failed: Limit of 5 exceptions reached.')
  expect(stderr).toContain(`All 5 places are taken: ${taken.join(', ')}. Remove one in cPanel`)
  expect(list.entries.size).toBe(10)
})

test('a token that is refused, and an account with two-factor authentication', async () => {
  const { project, list } = await set({ otp: '123456' })
  const refused = await project.deploy([], list.env)
  expect(refused.exitCode).toBe(7)
  expect(refused.stderr).toMatch(/rejects the token \(401\).*two-factor authentication needs O2SWITCH_OTP/s)
  expect(refused.stderr).not.toContain(token)
  expect(await project.deploy(['--unlock'], { ...list.env, O2SWITCH_OTP: '123456' })).toMatchObject({ exitCode: 0 })
})

test('a certificate that nobody vouches for gets no token', async () => {
  const { project, list } = await set()
  const { exitCode, stderr } = await project.deploy([], { ...list.env, NODE_EXTRA_CA_CERTS: undefined })
  expect(exitCode).toBe(7)
  expect(stderr).toMatch(/The whitelist \(list\) cannot be reached: \w*SELF_SIGNED\w*\./)
  expect(list.asked).toEqual([])
})

test('what could not be taken off, --close takes off', async () => {
  const { account, project, list } = await set({ removeFails: true })
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
  const mended = await startWhitelist(folder, { user: account.user, taken: [colleague, address] })
  expect(await project.deploy(['--close'], mended.env)).toMatchObject({ exitCode: 0 })
  expect([...mended.entries]).toEqual(others)
  expect((await project.deploy(['--close'], mended.env)).stderr).toContain('No address was left on the whitelist.')
})

test('the token is in no process list', async () => {
  const { project, list } = await set({ addMs: 2000 })
  const running = project.start(['--unlock'], list.env)
  const seen: string[] = []
  while (!running.stderr().includes('is off the whitelist')) {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        if (line.includes(token)) seen.push(line)
      } catch {} // it has ended
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await running.ended).toMatchObject({ exitCode: 0 })
  expect(seen).toEqual([])
})

test('an entry whose answer was lost is seen on the list', async () => {
  const { project, list } = await set({ addSilent: true })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect(exitCode, stderr).toBe(0)
  expect(list.asked).toEqual([...added, 'list', ...removed])
  expect([...list.entries]).toEqual(others)
})

const shapes: readonly (readonly [string, NonNullable<Behaviour['shape']>])[] = [
  ['entries alone', (list) => list],
  ['under another name', (list) => ({ records: { ssh: list } })],
  ['addresses alone', (list) => list.map((entry) => (entry as { address: string }).address)],
  [
    'an object by address',
    (list) => Object.fromEntries(list.map((entry) => [(entry as { address: string }).address, true])),
  ],
]

test.each(shapes)('a list in another shape: %s', async (_, shape) => {
  const { project, list } = await set({ shape, taken: [colleague, address] })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`${address} is on the whitelist already`)])
  list.entries.delete(`${address} in`)
  list.entries.delete(`${address} out`)
  expect(await project.deploy(['--unlock'], list.env)).toMatchObject({ exitCode: 0 })
  expect([...list.entries]).toEqual(others)
})

test('half an entry lets nobody in: it is made whole, and goes', async () => {
  const { project, list } = await set({ half: [`${address} out`] })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect(exitCode, stderr).toBe(0)
  expect(list.asked).toEqual([...added, ...removed])
  expect([...list.entries]).toEqual(others)
})

test('what was removed counts, though the list does not answer afterwards', async () => {
  const { project, list } = await set({ lists: 1 })
  const { exitCode, stderr } = await project.deploy(['--unlock'], list.env)
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`${address} is off the whitelist.`)])
  expect(existsSync(path.join(project.root, 'tmp/whitelisted'))).toBe(false)
})

test('a second deploy in the same folder leaves the first its entry', async () => {
  const { project, list } = await set()
  mkdirSync(path.join(project.root, 'tmp'))
  const first = project.start(['--unlock'], list.env)
  await until(() => existsSync(path.join(project.root, 'tmp/whitelisted')), 'the first to be on its way')
  process.kill(first.pid, 'SIGSTOP')
  list.entries.add(`${address} in`).add(`${address} out`)
  const second = await project.deploy(['--unlock'], list.env)
  expect(second.stderr).toContain(`${address} is on the whitelist already, and stays there.`)
  process.kill(first.pid, 'SIGCONT')
  expect(await first.ended).toMatchObject({ exitCode: 0 })
  expect([...list.entries]).toEqual(others)
})

test('what a killed deploy has left goes with the next one, from another address as well', async () => {
  const old = '192.0.2.1'
  const { project, list } = await set({ taken: [colleague, old] })
  mkdirSync(path.join(project.root, 'tmp'))
  writeFileSync(path.join(project.root, 'tmp/whitelisted'), `${old} 999999999`)
  expect(await project.deploy(['--unlock'], list.env)).toMatchObject({ exitCode: 0 })
  expect([...list.entries]).toEqual(others)
})

test('a token that cannot be one goes nowhere, nor one without encryption; a line end after it does no harm', async () => {
  const { project, list } = await set()
  const broken = await project.deploy([], { ...list.env, O2SWITCH_API_TOKEN: `${token}\n${token}` })
  expect([broken.exitCode, broken.stderr]).toEqual([2, expect.stringContaining('O2SWITCH_API_TOKEN contains a space')])
  const plain = list.env.O2SWITCH_API_URL?.replace('https', 'http')
  const open = await project.deploy([], { ...list.env, O2SWITCH_API_URL: plain })
  expect([open.exitCode, open.stderr]).toEqual([2, expect.stringContaining('must begin with https://')])
  for (const { stderr } of [broken, open]) expect(stderr).not.toContain(token)
  expect(list.asked).toEqual([])
  const ended = await project.deploy(['--unlock'], { ...list.env, O2SWITCH_API_TOKEN: `${token}\n` })
  expect(ended).toMatchObject({ exitCode: 0 })
})

test('no program that the deploy starts has the token in its environment', async () => {
  const { account, project, list } = await set()
  const seen = path.join(project.root, 'seen')
  const ssh = path.join(account.localPrograms, 'ssh')
  program(ssh, `env >> ${seen}\n${readFileSync(ssh, 'utf8').split('\n')[1]}`)
  const { exitCode, stderr } = await project.deploy(['--unlock'], {
    ...list.env,
    NODE_DEBUG: 'http,net,tls,fetch,undici',
  })
  expect(exitCode).toBe(0)
  expect(readFileSync(seen, 'utf8')).toContain('O2SWITCH_USER=')
  expect(readFileSync(seen, 'utf8')).not.toContain(token)
  expect(stderr).not.toContain(token)
})

import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startAccount } from '../../harness/deploy/account.ts'
import { makeProject } from '../../harness/deploy/project.ts'

const selector = 'harness/deploy/cloudlinux-selector'

/** An account without a Node.js app. */
async function newAccount() {
  const account = await startAccount()
  rmSync(account.root, { recursive: true })
  rmSync(path.join(account.home, 'nodevenv'), { recursive: true })
  return { account, project: makeProject(account, 'https://example.org/api') }
}

test('--setup creates the app with cloudlinux-selector, and changes nothing the second time', async () => {
  const { account, project } = await newAccount()
  copyFileSync(selector, path.join(account.programs, 'cloudlinux-selector'))
  const { exitCode, stdout, stderr } = await project.deploy(['--setup'])
  expect([exitCode, stdout], stderr).toEqual([0, ''])
  expect(stderr).toContain('Created the app my-api on example.org/api with Node.js 22. Next: npm run deploy')
  const log = () => readFileSync(path.join(account.home, 'selector.log'), 'utf8').trim().split('\n')
  const get = 'get --json --interpreter nodejs'
  const create =
    'create --json --interpreter nodejs --app-root my-api --domain example.org --app-uri /api --app-mode production --startup-file app.js --version 22'
  expect(log()).toEqual([get, create])
  expect(existsSync(path.join(account.root, 'tmp'))).toBe(true)

  const again = await project.deploy(['--setup'])
  expect([again.exitCode, again.stderr]).toEqual([
    0,
    expect.stringContaining('The app my-api is there already; nothing was changed.'),
  ])
  expect(log()).toEqual([get, create, get])
})

test('--setup reports why cloudlinux-selector failed', async () => {
  const { account, project } = await newAccount()
  copyFileSync(selector, path.join(account.programs, 'cloudlinux-selector'))
  writeFileSync(path.join(account.home, 'selector-fails'), '')
  const { exitCode, stderr } = await project.deploy(['--setup'])
  expect(exitCode).toBe(7)
  expect(stderr).toContain('did not create the app: Specified domain is used by another application\n')
})

test('without cloudlinux-selector, --setup lists what to enter in cPanel', async () => {
  const { project } = await newAccount()
  const { exitCode, stderr } = await project.deploy(['--setup'])
  expect(exitCode).toBe(7)
  expect(stderr).toMatch(
    /Application root {10}my-api\n {2}Application URL {11}example\.org\/api\n {2}Application startup file {2}app\.js/,
  )
})

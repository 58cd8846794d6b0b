import { execFileSync } from 'node:child_process'
import { appendFileSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Account, isLocked, writeProgram } from '../../harness/deploy/account.ts'
import { cutConnections } from '../../harness/deploy/cut-connections.ts'
import { putOnline, startOnline } from '../../harness/deploy/online.ts'
import { until } from '../../harness/until.ts'

const live = ({ root }: Account) => readFileSync(path.join(root, 'app.js'), 'utf8')

test('a connection lost during the upload changes nothing live, and the next deploy succeeds', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const before = live(account)
  // The connection goes through this process, which exits as soon as the upload has begun.
  const config = readFileSync(account.sshConfig, 'utf8')
  const cut = path.join(account.localPrograms, 'cut.mjs')
  writeFileSync(
    cut,
    `import { connect } from 'node:net'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
const [port, releases] = process.argv.slice(2)
if (existsSync('${cut}.done')) process.exit(1) // no further connection succeeds
const socket = connect(port, '127.0.0.1')
process.stdin.pipe(socket).pipe(process.stdout)
socket.on('close', () => process.exit())
setInterval(() => {
  try {
    const part = readdirSync(releases).find((name) => name.startsWith('part-'))
    if (!part || readdirSync(releases + '/' + part).length === 0) return
  } catch { return }
  writeFileSync('${cut}.done', '')
  process.exit(1)
}, 1)\n`,
  )
  appendFileSync(account.sshConfig, `ProxyCommand ${process.execPath} ${cut} %p ${account.root}/releases\n`)
  // Slow enough to be interrupted.
  writeProgram(path.join(account.localPrograms, 'rsync'), 'exec /usr/bin/rsync --bwlimit=40 "$@"')
  writeFileSync(path.join(project.root, 'dist/app.node'), Buffer.alloc(1_500_000, 'x'))
  const sums = execFileSync('sha256sum', ['app.js', 'app.node', 'package.json'], {
    cwd: path.join(project.root, 'dist'),
  })
  writeFileSync(path.join(project.root, 'dist/SHA256SUMS'), sums)

  const { exitCode, stdout, stderr } = await project.deploy()
  expect([exitCode, stdout], stderr).toEqual([7, ''])
  expect(stderr).toMatch(
    /Once more, with rsync\.\n.*\nOnce more, with scp\.\n\n✖ The upload failed\. The connection was lost\./s,
  )
  expect(live(account)).toBe(before)
  expect(await (await fetch(url)).text()).toBe('It works!\n')
  await until(() => !isLocked(account), 'the host to release the lock')

  writeFileSync(account.sshConfig, config)
  rmSync(path.join(account.localPrograms, 'rsync'))
  const again = await project.deploy()
  expect(again, again.stderr).toMatchObject({ exitCode: 0, stdout: `${url}\n` })
  expect(readdirSync(path.join(account.root, 'releases')).filter((name) => name.startsWith('part-'))).toEqual([])
})

test('a deploy reconnects if the connection is lost during the switch', async () => {
  await using online = await startOnline()
  const { account, project, url } = online
  const running = project.start()
  await until(() => running.stderr().includes('Switching'), 'the switch')
  cut(account)
  const { exitCode, stdout, stderr } = await running.result
  expect([exitCode, stdout], stderr).toEqual([0, `${url}\n`])
})

test('if the connection is lost for good during the switch, the error says that either release may be live', async () => {
  await using online = await startOnline()
  const { account, project } = online
  const running = project.start()
  await until(() => running.stderr().includes('Switching'), 'the switch')
  appendFileSync(account.sshConfig, 'ProxyCommand false\n')
  cut(account)
  const { exitCode, stdout, stderr } = await running.result
  expect([exitCode, stdout], stderr).toEqual([6, ''])
  expect(stderr).toMatch(
    /The connection was lost while \S+-0\.1\.0 was being made live\.\n {2}It may be live, or the one before: npm run deploy/,
  )
})

/** Cuts the connections of the deploy, which must have some. */
function cut(account: Account): void {
  expect(account.connections().length).toBeGreaterThan(0)
  cutConnections(account)
}

test.each(['Uploading', 'Switching'])('Ctrl-C during "%s" leaves the previous release live', async (moment) => {
  await using online = await putOnline()
  const { account, project, url } = online
  const before = readlinkSync(path.join(account.root, 'current'))

  project.bundle('0.2.0', 'health once live')
  const running = project.start()
  await until(() => running.stderr().includes(moment), moment)
  process.kill(-running.pid, 'SIGINT')
  const { exitCode, stdout, stderr } = await running.result
  expect([exitCode, stdout], stderr).toEqual([130, ''])
  expect(stderr).toMatch(
    moment === 'Uploading'
      ? /Interrupted\. Nothing live has changed\./
      : /it was interrupted\. .*0\.1\.0 is live again/,
  )
  expect(readlinkSync(path.join(account.root, 'current'))).toBe(before)
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: '0.1.0' })
  await until(() => !isLocked(account), 'the host to release the lock')
  expect(readdirSync(path.join(account.root, 'releases')).filter((name) => name.startsWith('part-'))).toEqual([])
})

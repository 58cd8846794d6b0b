import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { withoutSite } from '../../harness/deploy/no-site.ts'
import { startOnline } from '../../harness/deploy/online.ts'

test('rsync is tried twice, then scp', async () => {
  await using online = await startOnline()
  const { account, project } = online
  const failed = path.join(account.localPrograms, 'failed')
  const once = `case "$1" in --version) ;; *) if [ ! -e ${failed} ]; then touch ${failed}; exit 30; fi ;; esac`
  writeProgram(path.join(account.localPrograms, 'rsync'), `${once}\nexec /usr/bin/rsync "$@"`)
  const second = await project.deploy()
  expect(second, second.stderr).toMatchObject({ exitCode: 0 })
  expect(second.stderr).toMatch(/rsync ended with 30.*\nOnce more, with rsync\.\nTried on the host/)

  writeProgram(path.join(account.localPrograms, 'rsync'), 'case "$1" in --version) ;; *) exit 30 ;; esac')
  const third = await project.deploy()
  expect(third, third.stderr).toMatchObject({ exitCode: 0 })
  expect(third.stderr).toContain('Once more, with scp.\nTried on the host')
})

test('a quota exceeded during the upload is reported, and nothing of the upload is left', async () => {
  const { account, project } = await withoutSite()
  const message = 'rsync: write failed on "app.node": Disk quota exceeded (122)'
  writeProgram(
    path.join(account.localPrograms, 'rsync'),
    `case "$1" in --version) ;; *) echo '${message}' >&2; exit 11 ;; esac`,
  )
  const { exitCode, stderr } = await project.deploy()
  expect(exitCode).toBe(7)
  expect(stderr).toContain(
    `The upload failed. The disk of the account is full (quota).\n  Remove something there first.\n  It said:\n    ${message}`,
  )
  expect(readdirSync(path.join(account.root, 'releases'))).toEqual([])
})

test('a corrupted upload is rejected and removed', async () => {
  const { account, project } = await withoutSite()
  const corrupt = `for last; do :; done; ${path.join(account.localPrograms, 'corrupt')} "$last"`
  writeProgram(
    path.join(account.localPrograms, 'corrupt'),
    `cd ${account.root}/releases/part-* && echo more >> app.node`,
  )
  writeProgram(
    path.join(account.localPrograms, 'rsync'),
    `/usr/bin/rsync "$@"; code=$?; [ "$1" = --version ] || { ${corrupt}; }; exit $code`,
  )
  const { exitCode, stderr } = await project.deploy()
  expect(exitCode, stderr).toBe(7)
  expect(stderr).toContain('On the host: what has arrived is not what was sent.')
  expect(stderr).toContain('app.node: FAILED')
  expect(readdirSync(path.join(account.root, 'releases'))).toEqual([])
})

test('this machine and the host are told from the app: no TMPDIR, no trial, another bundle half-way', async () => {
  const { account, project } = await withoutSite()
  const elsewhere = await project.deploy([], { TMPDIR: path.join(project.root, 'missing') })
  expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([
    3,
    expect.stringMatching(/✖ Temporary files cannot be written to \S+missing: it was not found\.\n {2}Set TMPDIR to/),
  ])

  writeProgram(path.join(account.programs, 'mkfifo'), 'echo "mkfifo: no room" >&2; exit 1')
  const untried = await project.deploy()
  expect([untried.exitCode, untried.stderr]).toEqual([
    7,
    expect.stringMatching(
      /✖ The release could not be tried on the host: mkfifo: no room\.\n {2}This says nothing about the app\. .*--skip-trial.*\n {2}Nothing live has changed\./,
    ),
  ])

  const ssh = path.join(account.localPrograms, 'ssh')
  const plain = readFileSync(ssh, 'utf8').split('\n')[1]
  writeProgram(ssh, `case "$*" in *hold*) echo more >> dist/app.node ;; esac\n${plain}`)
  const changed = await project.deploy()
  expect([changed.exitCode, changed.stderr]).toEqual([
    7,
    expect.stringMatching(/✖ dist\/app\.node has changed since this deploy began\.\n[\s\S]*Nothing live has changed\./),
  ])
  expect(readdirSync(path.join(account.root, 'releases'))).toEqual([])
})

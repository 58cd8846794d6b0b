import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { until } from '../../harness/until.ts'

const shells = ['dash', 'bash'] // Debian's sh and CloudLinux's

/** An app root, and a folder of programs that comes first in PATH. */
function newAccount(): { readonly root: string; readonly programs: string; readonly file: (name: string) => string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'host-script-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = (name: string) => path.join(folder, name)
  for (const name of ['programs', 'api']) mkdirSync(file(name))
  return { root: file('api'), programs: file('programs'), file }
}

/** Makes the first run of a program wait for the file `go`. */
function hold({ programs, file }: ReturnType<typeof newAccount>, name: string): void {
  const wait = `[ -e ${file('held')} ] || { touch ${file('held')}; while [ ! -e ${file('go')} ]; do sleep 0.02; done; }`
  writeProgram(path.join(programs, name), `${wait}\nexec /usr/bin/${name} "$@"`)
}

/**
 * Runs a command of host.sh up to the held program, closes its stdout, and lets it continue. Returns its exit code, or
 * the signal that terminated it.
 */
async function runWithClosedStdout(shell: string, account: ReturnType<typeof newAccount>, args: readonly string[]) {
  const [command = '', ...others] = args
  const child = spawn(shell, [path.resolve('src/toolkit/on-host/host.sh'), command, account.root, ...others], {
    env: { HOME: account.file(''), PATH: `${account.programs}:/usr/bin:/bin` },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  await until(() => existsSync(account.file('held')), 'the script to run the held program')
  child.stdout.destroy()
  writeFileSync(account.file('go'), '')
  const [code, signal] = await ended
  child.stdin.destroy()
  return code ?? signal
}

test.each(shells)('%s: the lock is released if nobody can read that it was taken', async (shell) => {
  const account = newAccount()
  hold(account, 'date') // its output is part of the answer
  await runWithClosedStdout(shell, account, ['hold', 'me', '0.1.0'])
  expect(readdirSync(path.join(account.root, 'releases'))).toEqual([])
})

test.each(shells)('%s: a signal releases the lock', async (shell) => {
  const account = newAccount()
  const child = spawn(shell, ['src/toolkit/on-host/host.sh', 'hold', account.root, 'me', '0.1.0'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  await until(() => existsSync(path.join(account.root, 'releases')) && isLocked(account.root), 'the lock')
  await once(child.stdout, 'data')
  child.kill('SIGHUP')
  child.stdin.end() // bash runs a trap only after `read` returns
  await once(child, 'exit')
  expect(isLocked(account.root)).toBe(false)
})

test.each(shells)('%s: a switch completes even if nobody can read its answers', async (shell) => {
  const account = newAccount()
  const { root } = account
  for (const id of ['20250101-000000-0.1.0', '20250102-000000-0.2.0']) {
    mkdirSync(path.join(root, 'releases', id, '.deploy'), { recursive: true })
    copyFileSync('src/toolkit/on-host/start.js', path.join(root, 'releases', id, '.deploy/start.js'))
    for (const name of ['a.json', 'b.json']) writeFileSync(path.join(root, 'releases', id, name), '')
  }
  symlinkSync('releases/20250101-000000-0.1.0', path.join(root, 'current'))
  symlinkSync('current/.deploy/start.js', path.join(root, 'app.js'))
  writeFileSync(path.join(root, 'a.json'), 'the app root has its own, which the script reports before it switches')
  hold(account, 'mkdir') // the first program that a switch runs

  const end = await runWithClosedStdout(shell, account, ['switch', '20250102-000000-0.2.0', '20250101-000000-0.1.0'])
  expect(end).toBe(0)
  expect(readlinkSync(path.join(root, 'b.json'))).toBe('current/b.json')
  expect(readlinkSync(path.join(root, 'current'))).toBe('releases/20250102-000000-0.2.0')
  expect(existsSync(path.join(root, 'tmp/restart.txt'))).toBe(true)
})

function isLocked(root: string): boolean {
  return readdirSync(path.join(root, 'releases')).includes('.lock')
}

test.each(shells)('%s: a mark that nobody locks is that of a process that was killed', async (shell) => {
  const { root, programs } = newAccount()
  const deploy = path.join(root, 'releases/1/.deploy')
  mkdirSync(deploy, { recursive: true })
  const pids = { held: String(process.pid), free: '999999998', fallen: '999999997' }
  for (const name of ['started', `running-${pids.held}`, `running-${pids.free}`, `fallen-${pids.fallen}`])
    writeFileSync(path.join(deploy, name), '')
  const mark = async (PATH: string) => {
    const { stdout } = await execa(`/bin/${shell}`, ['src/toolkit/on-host/host.sh', 'mark', root, '1'], {
      env: { PATH },
    })
    return stdout.split('\n').filter(Boolean).sort()
  }
  // The lock lasts until stdin ends.
  const holder = execa('flock', ['-x', path.join(deploy, `running-${pids.held}`), '-c', 'echo locked; cat'])
  await once(holder.stdout, 'data')

  const withoutLocks = ['alive', 'running'].map((what) => `@ ${what}=${pids.held}`)
  const old = [
    withoutLocks[0],
    `@ fallen=${pids.fallen}`,
    `@ running=${pids.free}`,
    withoutLocks[1],
    '@ started=yes',
  ].sort()
  expect(await mark('/usr/bin:/bin'), 'a release of a time without locks').toEqual(old)
  writeFileSync(path.join(deploy, 'spawning.cjs'), '')
  expect(await mark(programs), 'a host without flock').toEqual(old)
  expect(await mark('/usr/bin:/bin')).toEqual(
    [`@ fallen=${pids.fallen}`, `@ fallen=${pids.free}`, `@ running=${pids.held}`, '@ started=yes'].sort(),
  )
  holder.stdin.end()
  await holder
})

test.each(shells)(
  '%s: with umask 077 on both sides, others can read a release, and secrets stay closed',
  async (shell) => {
    const { root } = newAccount()
    const part = path.join(root, 'releases/part-1')
    for (const folder of ['.deploy', 'public/img', 'config']) mkdirSync(path.join(part, folder), { recursive: true })
    for (const file of ['public/img/a.png', 'app.js', '.env', 'config/.env.production', '.deploy/SHA256SUMS'])
      writeFileSync(path.join(part, file), '')
    await execa('chmod', ['-R', 'go=', path.join(root, 'releases')])
    const script = path.resolve('src/toolkit/on-host/host.sh')
    await execa('sh', ['-c', 'umask 077; sha256sum app.js > .deploy/SHA256SUMS'], { cwd: part })
    await execa('sh', ['-c', `umask 077; exec ${shell} ${script} receive "$0" 1`, root])

    const mode = (file: string) => (statSync(path.join(root, 'releases', file)).mode & 0o777).toString(8)
    const folders = ['', '1', '1/.deploy', '1/public', '1/public/img'].map(mode)
    expect(folders).toEqual(['755', '755', '755', '755', '755'])
    expect(['1/app.js', '1/public/img/a.png'].map(mode)).toEqual(['644', '644'])
    expect(['1/.env', '1/config/.env.production'].map(mode)).toEqual(['600', '600'])
  },
)

test.each(shells)('%s: a host without sha256sum is not said to have received something else', async (shell) => {
  const { root, programs } = newAccount()
  mkdirSync(path.join(root, 'releases/part-1'), { recursive: true })
  const { exitCode, stdout } = await execa(`/bin/${shell}`, ['src/toolkit/on-host/host.sh', 'receive', root, '1'], {
    env: { PATH: programs },
    reject: false,
  })
  expect([exitCode, stdout]).toEqual([9, expect.stringContaining('@ error=noProgram\n@ detail=sha256sum')])
})

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { appProcesses, appUser, startHost } from '../../harness/passenger/passenger.ts'
import { childProcesses, hasExited, residentMemory, threadCount } from '../../harness/proc.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

const [first = ''] = frameworks

async function health(url: string | undefined): Promise<{ readonly process?: unknown }> {
  return JSON.parse(await (await fetch(`${url}/health`)).text())
}

/** An app root that the app may write to, as on the host. */
async function ownAppRoot(framework: string, server?: 'rust'): Promise<string> {
  const root = await temporaryAppRoot(probeOf(framework), server)
  execFileSync('chown', ['-R', appUser, root])
  return root
}

test('the launcher keeps nothing of Node but its process id and its title', async () => {
  const roots = await Promise.all(frameworks.map((framework) => ownAppRoot(framework, 'rust')))
  await using host = await startHost(roots.map((root) => ({ root })))
  for (const [index, root] of roots.entries()) {
    expect(await health(host.urls[index])).toMatchObject({ status: 'ok', process: 'rust' })
    const [pid = 0] = appProcesses(root)
    expect(readlinkSync(`/proc/${pid}/exe`)).toBe(path.join(root, 'launcher'))
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toBe(`Passenger NodeApp: ${root}\0`)
    expect(readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('Passenger NodeA\n')
    expect(threadCount(pid)).toBeLessThanOrEqual(6)
    expect(residentMemory(pid), 'MB').toBeLessThan(20)
    expect(childProcesses(pid), 'no zombie is left of the probe').toEqual([])

    const opened = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
    const unknown = opened.filter((target) => !/^(pipe|socket|anon_inode):/.test(target))
    expect(unknown, 'no file of Node is open').toEqual([])
    expect(opened.length, opened.join(' ')).toBeLessThanOrEqual(24)
    expect(existsSync(path.join(root, 'tmp/probe')), 'the verdict on the launcher is kept').toBe(true)
  }
  expect(host.log()).not.toContain('is served inside Node')
})

describe('an app is served inside Node, and says why, if the launcher', () => {
  const launcher = (root: string) => path.join(root, 'launcher')
  const script = (text: string) => (root: string) => writeFileSync(launcher(root), text)
  const compile = (root: string, source: string, ...options: string[]) =>
    execFileSync('cc', ['-x', 'c', '-', '-o', ...options], { cwd: root, input: source })

  test.each<[what: string, reason: RegExp, prepare: (root: string) => void]>([
    ['is missing', /No such file or directory/, (root) => rmSync(launcher(root))],
    ['may not be executed', /Permission denied/, (root) => chmodSync(launcher(root), 0o644)],
    ['is no program', /Exec format error/, script('\0')],
    [
      'is being written',
      /Text file busy/,
      (root) => {
        const fd = openSync(launcher(root), 'r+')
        onTestFinished(() => closeSync(fd))
      },
    ],
    [
      'needs a library that is not there',
      /libgone\.so: cannot open shared object file/,
      (root) => {
        compile(root, '', 'libgone.so', '-shared')
        compile(root, 'int main() { return 0; }', 'launcher', '-Wl,--no-as-needed', '-x', 'none', './libgone.so')
        rmSync(path.join(root, 'libgone.so'))
      },
    ],
    [
      'needs a newer glibc',
      /libm\.so\.6: version `GLIBC_2\.99' not found/,
      (root) => {
        const [library, versions] = ['libm.so.6', 'versions']
        writeFileSync(path.join(root, versions), 'GLIBC_2.99 { newer; };')
        const options = [`-Wl,-soname,${library}`, `-Wl,--version-script=${versions}`]
        compile(root, 'int newer() { return 0; }', library, '-shared', ...options)
        compile(root, 'int newer(); int main() { return newer(); }', 'launcher', '-x', 'none', `./${library}`)
        rmSync(path.join(root, library))
      },
    ],
    [
      'cannot load the addon',
      /app\.node: cannot open shared object file/,
      (root) => renameSync(path.join(root, 'app.node'), path.join(root, 'other.node')),
    ],
    ['crashes', /signal: 9 \(SIGKILL\)/, script('#!/bin/sh\nkill -9 $$\n')],
    ['does not end', /it did not load the addon within 1 s/, script('#!/bin/sh\nexec sleep 60\n')],
  ])('%s', async (_, reason, prepare) => {
    const root = await ownAppRoot(first, 'rust')
    prepare(root)
    const ADDON = ['./app.node', './other.node'].find((addon) => existsSync(path.join(root, addon))) ?? ''
    await using host = await startHost([{ root, environment: { ADDON } }])
    expect(await health(host.urls[0])).toMatchObject({ status: 'ok', process: 'node' })
    const [, said = ''] = /The app is served inside Node: (.*)/.exec(host.log()) ?? []
    expect(said).toMatch(/^the launcher cannot run: /)
    expect(said).toMatch(reason)
    expect(existsSync(path.join(root, 'tmp/probe')), 'only a good verdict is kept').toBe(false)
  })
})

test('a release that the trial has proven goes back to Node after two of its processes were killed early', async () => {
  const root = await ownAppRoot(first)
  mkdirSync(path.join(root, '.deploy'))
  writeFileSync(path.join(root, '.deploy/process'), 'rust\n')
  execFileSync('chown', ['-R', appUser, path.join(root, '.deploy')])
  await using host = await startHost([{ root }])
  const servers: unknown[] = []
  for (let kills = 0; kills < 3; kills++) {
    servers.push((await health(host.urls[0])).process)
    const [pid = 0] = appProcesses(root)
    const marks = () => readdirSync(path.join(root, '.deploy')).filter((name) => name === `running-${pid}`)
    expect(marks(), 'the mark of the process').toHaveLength(1)
    process.kill(pid, 'SIGKILL')
    await until(() => hasExited(pid), 'the process to exit')
    expect(marks(), 'nobody was left to remove it').toHaveLength(1)
  }
  expect(servers).toEqual(['rust', 'rust', 'node'])
  expect(host.log()).toMatch(/is served inside Node: 2 processes without Node were killed within 60 s of their start\n/)
})

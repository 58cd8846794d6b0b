import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses, startHost } from '../../harness/passenger/passenger.ts'
import { threadCount, threadCountOfUser, threadNames } from '../../harness/proc.ts'
import { startApp } from '../../harness/project/app.ts'
import { copyForAppUser } from '../../harness/project/node-binary.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

// Node and Rust both count the processors with this function of the C library.
const fakeProcessorCount = `
#define _GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <sys/types.h>
int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set) {
  memset(set, 0, size);
  for (int cpu = 0; cpu < 64; cpu++) CPU_SET_S(cpu, size, set);
  return 0;
}
`

// The limit does not apply to root, and counts everything else that a user runs: root can pick a user who runs nothing.
const user = process.getuid?.() === 0 ? { uid: 54321, gid: 54321 } : {}
const uid = user.uid ?? os.userInfo().uid

describe.each(frameworks)('%s on a host that limits threads', (framework) => {
  test('uses at most 16 threads under load, even with 64 processors', async () => {
    const root = await temporaryAppRoot(probeOf(framework))
    const LD_PRELOAD = await fakeProcessorLibrary()
    const { stdout } = await execa(process.execPath, ['-p', 'os.availableParallelism()'], { env: { LD_PRELOAD } })
    expect(stdout, 'the fake number of processors').toBe('64')

    await using host = await startHost([{ root, environment: { LD_PRELOAD } }])
    const load = startLoad(`${host.urls[0]}/`, 32, 'Hello from Rust!\n')
    await until(() => load.completed() > 2000, 'requests')
    const [pid] = appProcesses(root) as [number]
    const threads = threadNames(pid)
    expect(Object.keys(await load.stop())).toEqual(['200'])
    expect(readFileSync(`/proc/${pid}/maps`, 'utf8')).toContain(LD_PRELOAD)
    expect(threads.length, threads.join(', ')).toBeLessThanOrEqual(16)
  })

  test('starts and answers under a limit of 40 processes and threads', async () => {
    const root = await temporaryAppRoot(probeOf(framework))
    const node = await copyForAppUser(process.execPath)
    const allowed = threadCountOfUser(uid) + 40
    const app = startApp(['prlimit', `--nproc=${allowed}`, node, 'app.js'], root, {}, user)
    const url = await app.url()
    const load = startLoad(`${url}/`, 32, 'Hello from Rust!\n')
    await until(() => load.completed() > 500, 'requests')
    expect(Object.keys(await load.stop())).toEqual(['200'])
    app.child.kill('SIGTERM')
    expect(await app.exited).toBe(0)
  })

  test('exits immediately with the reason if it cannot start a thread', async () => {
    const root = await temporaryAppRoot(probeOf(framework))
    const node = await copyForAppUser(process.execPath)
    const bare = startApp([node, '-e', 'setTimeout(() => {}, 60_000); console.log("ready")'], root, {}, user)
    await until(() => bare.output.stdout === 'ready\n', 'Node without the app')
    const nodeThreads = threadCount(bare.child.pid as number)
    bare.child.kill('SIGKILL')
    await bare.exited

    const allowed = threadCountOfUser(uid) + nodeThreads
    const app = startApp(['prlimit', `--nproc=${allowed}`, node, 'app.js'], root, {}, user)
    expect(await app.exited).toBe('SIGABRT')
    expect(app.output.stderr).toMatch(/The app did not start: .*\s+.*Resource temporarily unavailable/)
  })
})

async function fakeProcessorLibrary(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'processors-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  chmodSync(folder, 0o755)
  const [source, library] = ['processors.c', 'processors.so'].map((name) => path.join(folder, name)) as [string, string]
  writeFileSync(source, fakeProcessorCount)
  await execa('cc', ['-shared', '-fPIC', '-o', library, source])
  return library
}

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startLoad } from '../../harness/passenger/load.ts'
import { appProcesses, startHost } from '../../harness/passenger/passenger.ts'
import { startApp } from '../../harness/project/app.ts'
import { readable } from '../../harness/project/node-binary.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { layOut } from '../../harness/tool/lay-out.ts'
import { until } from '../../harness/until.ts'

// Says that the machine has 64 processors to whoever asks through the C library: Node and Rust both do.
const manyProcessors = `
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

describe.each(frameworks)('%s on a host that counts threads', (framework) => {
  test('has at most 16 threads under load, though the machine says 64 processors', async () => {
    const root = await layOut(probeOf(framework))
    const LD_PRELOAD = await pretendManyProcessors()
    const { stdout } = await execa(process.execPath, ['-p', 'os.availableParallelism()'], { env: { LD_PRELOAD } })
    expect(stdout, 'the pretence works').toBe('64')

    await using host = await startHost([{ root, environment: { LD_PRELOAD } }])
    const load = startLoad(`${host.urls[0]}/`, 32, 'Hello from Rust!\n')
    await until(() => load.ended() > 2000, 'requests')
    const [pid] = appProcesses(root)
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').trim(),
    )
    expect(Object.keys(await load.stop())).toEqual(['200'])
    expect(readFileSync(`/proc/${pid}/maps`, 'utf8')).toContain(LD_PRELOAD)
    expect(threads.length, threads.join(', ')).toBeLessThanOrEqual(16)
  })

  test('starts and serves where 40 processes and threads are all that is allowed', async () => {
    const root = await layOut(probeOf(framework))
    const node = await readable(process.execPath)
    // The limit counts all that the user has, and does not hold for root: a user who has nothing else, if we may.
    const user = process.getuid?.() === 0 ? { uid: 54321, gid: 54321 } : {}
    const allowed = threadsOf(user.uid ?? os.userInfo().uid) + 40
    const app = startApp(['prlimit', `--nproc=${allowed}`, node, 'app.js'], root, {}, user)
    const url = await app.url()
    const load = startLoad(`${url}/`, 32, 'Hello from Rust!\n')
    await until(() => load.ended() > 500, 'requests')
    expect(Object.keys(await load.stop())).toEqual(['200'])
    app.child.kill('SIGTERM')
    expect(await app.ended).toBe(0)
  })
})

describe.each(frameworks)('%s where there is no thread for it', (framework) => {
  test('ends at once, with the reason', async () => {
    const root = await layOut(probeOf(framework))
    const node = await readable(process.execPath)
    const user = process.getuid?.() === 0 ? { uid: 54321, gid: 54321 } : {}
    const bare = startApp([node, '-e', 'setTimeout(() => {}, 60_000); console.log("ready")'], root, {}, user)
    await until(() => bare.said.stdout === 'ready\n', 'Node alone')
    const own = readdirSync(`/proc/${bare.child.pid}/task`).length
    bare.child.kill('SIGKILL')
    await bare.ended

    const allowed = threadsOf(user.uid ?? os.userInfo().uid) + own
    const app = startApp(['prlimit', `--nproc=${allowed}`, node, 'app.js'], root, {}, user)
    expect(await app.ended).toBe(1)
    expect(app.said.stderr).toMatch(/^The app did not start: .*Resource temporarily unavailable/)
  })
})

async function pretendManyProcessors(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'processors-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  chmodSync(folder, 0o755)
  const [source, library] = ['many.c', 'many.so'].map((name) => path.join(folder, name)) as [string, string]
  writeFileSync(source, manyProcessors)
  await execa('cc', ['-shared', '-fPIC', '-o', library, source])
  return library
}

function threadsOf(uid: number): number {
  const counts = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8')
        const [, owner, threads] = /^Uid:\s+(\d+)[\s\S]*^Threads:\s+(\d+)/m.exec(status) ?? []
        return Number(owner) === uid ? Number(threads) : 0
      } catch {
        return 0 // it has ended meanwhile
      }
    })
  return counts.reduce((sum, count) => sum + count, 0)
}

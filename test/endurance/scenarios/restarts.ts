import { copyFileSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Load, startLoad } from '../../../harness/passenger/load.ts'
import { appProcesses, restart } from '../../../harness/passenger/passenger.ts'
import { until } from '../../../harness/until.ts'
import { type App, openApp } from '../app.ts'
import { keepRequesting } from '../clients/hello.ts'
import { all200, equal, type Row, type Scenario, type Subject } from '../scenario.ts'

export const restarts: Scenario = {
  name: 'restarts',
  title: 'restarts while 16 connections make fast and slow requests',
  run: (subject) => restartUnderLoad(subject, subject.scaled(200), 'restarts', restart),
}

/** As in a deploy: a new file, a rename (the running process keeps the old file), then the restart. */
export const addonSwaps: Scenario = {
  name: 'swaps',
  title: 'replacements of the addon, each with a restart, while 16 connections make fast and slow requests',
  run: (subject) =>
    restartUnderLoad(subject, subject.scaled(20), 'swaps', async (root, seen) => {
      const addon = path.join(root, 'app.node')
      copyFileSync(addon, `${addon}.new`)
      renameSync(`${addon}.new`, addon)
      await restart(root, seen)
      await until(() => appProcesses(root).some((pid) => hasLoaded(pid, addon)), 'a process with the new addon')
    }),
}

type Restart = (root: string, seen: Set<number>) => Promise<void>

/** Two apps in parallel, each with 16 connections and half of the restarts, since a restart is mostly waiting. */
async function restartUnderLoad(subject: Subject, times: number, what: string, doRestart: Restart): Promise<Row[]> {
  const both = await Promise.all(
    ['first', 'second'].map((app) => restartOne(subject, times / 2, `${app} app: ${what}`, doRestart)),
  )
  return both.flat()
}

async function restartOne(subject: Subject, times: number, what: string, doRestart: Restart): Promise<Row[]> {
  await using app = await openApp(subject)
  const url = `http://127.0.0.1:${app.web.port}`
  // keepRequesting pauses between requests, which leaves new processes the CPU time that they need to start.
  const fast = keepRequesting(...Array(8).fill(app.web))
  const slow = startLoad(`${url}/stream`, 8, 'line 1\nline 2\nline 3\nline 4\nline 5\n')
  const seen = new Set([app.pid()])
  let done = 0
  try {
    for (; done < times; done++) {
      await doRestart(app.root, seen)
      await moreRequests(slow, 4)
    }
  } finally {
    await Promise.all([fast.stop(), slow.stop()])
  }
  const [fastOutcomes, slowOutcomes] = [await fast.stop(), await slow.stop()]
  await until(() => appProcesses(app.root).length === 1, 'the old processes to exit by themselves')
  return [
    equal(what, times, done),
    all200(`${what}, fast requests`, fastOutcomes),
    all200(`${what}, slow requests`, slowOutcomes),
    equal(`${what}, processes that had to be killed`, 0, killCount(app)),
  ]
}

/** Waits until `count` more requests have completed. */
async function moreRequests(load: Load, count: number): Promise<void> {
  const before = load.completed()
  await until(() => load.completed() >= before + count, 'requests')
}

function killCount(app: App): number {
  return app.log().match(/SIGKILL|forcefully|kill/gi)?.length ?? 0
}

function hasLoaded(pid: number, addon: string): boolean {
  try {
    const inodes = readFileSync(`/proc/${pid}/maps`, 'utf8')
      .split('\n')
      .map((line) => line.split(/\s+/)[4])
    return inodes.includes(String(statSync(addon).ino))
  } catch {
    return false // it has exited in the meantime
  }
}

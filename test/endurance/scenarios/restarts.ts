import { copyFileSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Load, startLoad } from '../../../harness/passenger/load.ts'
import { appProcesses, restart } from '../../../harness/passenger/passenger.ts'
import { until } from '../../../harness/until.ts'
import { type App, openApp } from '../app.ts'
import { keepAsking } from '../health.ts'
import { type Outcomes, shown } from '../requests.ts'
import { equal, type Row, type Subject, type Trial } from '../trial.ts'

export const restarts: Trial = {
  name: 'restarts',
  title: 'restarts while 16 connections make fast and slow requests',
  run: (subject) => restartUnderLoad(subject, subject.amount(200), 'restarts', restart),
}

/** As a deploy does it (the running process keeps the file that it has): a new file, a rename, then the restart. */
export const swaps: Trial = {
  name: 'swaps',
  title: 'swaps of the addon, each with a restart, while 16 connections make fast and slow requests',
  run: (subject) =>
    restartUnderLoad(subject, subject.amount(20), 'swaps', async (root, seen) => {
      const addon = path.join(root, 'app.node')
      copyFileSync(addon, `${addon}.new`)
      renameSync(`${addon}.new`, addon)
      await restart(root, seen)
      await until(() => appProcesses(root).some((pid) => hasLoaded(pid, addon)), 'a process with the new addon')
    }),
}

type Restart = (root: string, seen: Set<number>) => Promise<void>

/** Two apps at once, each with 16 connections and half of the restarts: much of a restart is waiting. */
async function restartUnderLoad(subject: Subject, times: number, what: string, again: Restart): Promise<Row[]> {
  const both = await Promise.all(
    ['one', 'other'].map((app) => restartOne(subject, times / 2, `${app} app: ${what}`, again)),
  )
  return both.flat()
}

async function restartOne(subject: Subject, times: number, what: string, again: Restart): Promise<Row[]> {
  await using app = await openApp(subject)
  const url = `http://127.0.0.1:${app.web.port}`
  // With a pause between them: without, they would take the time that new processes need to start.
  const fast = keepAsking(...Array(8).fill(app.web))
  const slow = startLoad(`${url}/stream`, 8, 'line 1\nline 2\nline 3\nline 4\nline 5\n')
  const seen = new Set([app.pid()])
  let done = 0
  try {
    for (; done < times; done++) {
      await again(app.root, seen)
      await goOn(slow, 4)
    }
  } finally {
    await Promise.all([fast.stop(), slow.stop()])
  }
  const [fastOutcomes, slowOutcomes] = [await fast.stop(), await slow.stop()]
  await until(() => appProcesses(app.root).length === 1, 'the old processes to end by themselves')
  return [
    equal(what, times, done),
    well(`${what}, fast requests`, fastOutcomes),
    well(`${what}, slow requests`, slowOutcomes),
    equal(`${what}, processes that had to be killed`, 0, killed(app)),
  ]
}

/** Waits for that many requests more. */
async function goOn(load: Load, requests: number): Promise<void> {
  const before = load.ended()
  await until(() => load.ended() >= before + requests, 'requests')
}

function well(what: string, outcomes: Outcomes): Row {
  return { what, expected: 'all 200', found: shown(outcomes), ok: Object.keys(outcomes).join() === '200' }
}

function killed(app: App): number {
  return app.log().match(/SIGKILL|forcefully|kill/gi)?.length ?? 0
}

function hasLoaded(pid: number, addon: string): boolean {
  try {
    const inodes = readFileSync(`/proc/${pid}/maps`, 'utf8')
      .split('\n')
      .map((line) => line.split(/\s+/)[4])
    return inodes.includes(String(statSync(addon).ino))
  } catch {
    return false // it has ended meanwhile
  }
}

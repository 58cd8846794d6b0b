import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { appProcesses, restart } from '../../../harness/passenger/passenger.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { keepRequesting } from '../clients/hello.ts'
import { formatOutcomes } from '../clients/outcomes.ts'
import { sendMany } from '../clients/send-many.ts'
import { all200, below, equal, observed, type Scenario } from '../scenario.ts'
import { exchanges } from './requests.ts'

/** The default of `DRAIN_SECONDS`. */
const drainSeconds = 25

export const jobs: Scenario = {
  name: 'jobs',
  title: 'restarts under load, with a job that records in a file when it runs',
  async run(subject) {
    const times = subject.scaled(200)
    await using app = await openApp(subject)
    const file = path.join(app.root, 'job-notes')
    writeFileSync(file, '')
    chmodSync(file, 0o666) // the app runs as another user
    const load = keepRequesting(...Array(8).fill(app.web))
    const seen = new Set([app.pid()])
    let done = 0
    for (; done < times; done++) {
      await restart(app.root, seen)
      // Passenger may replace a process that is still starting, before its job.
      await until(() => runsIn(readFileSync(file, 'utf8')).length > done, 'the job of the new process')
    }
    await until(() => appProcesses(app.root).length === 1, 'the old processes to exit by themselves')
    const outcomes = await load.stop()

    // The first process started without the file, so it has no job; the job of the last one still runs.
    const runs = runsIn(readFileSync(file, 'utf8'))
    const interrupted = runs.slice(0, -1).filter(({ isComplete }) => !isComplete)
    return [
      equal('restarts', times, done),
      all200('requests', outcomes),
      equal('jobs that ran', times, runs.length),
      equal('jobs that were interrupted', 0, interrupted.length),
      below('longest overlap of two jobs', drainSeconds, longestOverlap(runs), ' s'),
    ]
  },
}

export const requestsAcrossRestarts: Scenario = {
  name: 'requests-restarts',
  title: 'requests through Passenger, with a restart every ten seconds',
  async run(subject) {
    await using app = await openApp(subject)
    const total = subject.scaled(1_000_000)
    const seen = new Set([app.pid()])
    let isSending = true
    const sending = sendMany(app.web, exchanges, total).finally(() => {
      isSending = false
    })
    let restarts = 0
    while (isSending) {
      await Promise.race([sleep(10_000), sending])
      if (!isSending) break
      await restart(app.root, seen)
      restarts++
    }
    const outcomes = await sending
    const answered = (outcomes['200'] ?? 0) + (outcomes['404'] ?? 0)
    return [
      equal('requests that were answered', total, answered),
      equal('other outcomes', 'none', formatOutcomes(withoutAnswers(outcomes))),
      observed('restarts', String(restarts)),
    ]
  },
}

function withoutAnswers(outcomes: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(outcomes).filter(([status]) => status !== '200' && status !== '404'))
}

/** When the job of a process ran, in ms since 1970. It is complete if it recorded its end. */
type Run = { readonly start: number; readonly end: number; readonly isComplete: boolean }

/** Reads lines such as `4711 1700000000000 runs`; the last one of a job is `4711 1700000000000 ends`. */
function runsIn(notes: string): Run[] {
  const runs = new Map<string, Run>()
  for (const [, pid = '', time, what] of notes.matchAll(/^(\d+) (\d+) (runs|ends)$/gm)) {
    const start = runs.get(pid)?.start ?? Number(time)
    runs.set(pid, { start, end: Number(time), isComplete: what === 'ends' })
  }
  return [...runs.values()].sort((one, other) => one.start - other.start)
}

function longestOverlap(runs: readonly Run[]): number {
  const overlaps = runs.slice(1).map(({ start }, index) => (runs[index] as Run).end - start)
  return Math.max(0, ...overlaps) / 1000
}

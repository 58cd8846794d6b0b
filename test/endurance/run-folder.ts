import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import { childProcesses, hasExited, processIdentity } from '../../harness/proc.ts'

/**
 * Everything temporary goes into one new folder in /tmp. However this process exits, Ctrl-C included, it first ends what it
 * has started and removes the folder. In one go: a scenario must not see its server go, or it would start another.
 */
export function makeRunFolder(): string {
  const folder = mkdtempSync('/tmp/endurance-')
  chmodSync(folder, 0o755) // the app's user reads in it
  process.env.TMPDIR = folder
  process.on('exit', () => {
    endDescendants()
    rmSync(folder, { recursive: true, maxRetries: 5 }) // a killed process may still be writing
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(128 + os.constants.signals[signal]))
  return folder
}

/** First as a stop, which lets Apache end Passenger and Passenger the apps; after ten seconds, what is left is killed. */
function endDescendants(): void {
  const identities = new Map(descendantsOf(process.pid).map((pid) => [pid, processIdentity(pid)]))
  const left = () => [...identities].filter(([pid, identity]) => !hasExited(pid) && processIdentity(pid) === identity)
  for (const pid of childProcesses(process.pid)) end(pid, 'SIGTERM')
  for (let tries = 0; tries < 100 && left().length > 0; tries++) wait(100)
  for (const [pid] of left()) end(pid, 'SIGKILL')
}

function descendantsOf(parent: number): number[] {
  return childProcesses(parent).flatMap((pid) => [pid, ...descendantsOf(pid)])
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!hasExited(pid)) throw error
  }
}

/** Without returning to the event loop, in which the scenario would go on. */
function wait(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Env } from '../../process/environment.ts'
import type { Localized } from '../../text/localized.ts'
import { readSnapshot } from './snapshot.ts'
import { createWatchers, silentFileSystem } from './watchers.ts'

/** An editor may well empty a file first and fill it then. */
const throttleMilliseconds = 50

/** How long to wait before looking again, where changes are not reported; looking takes a twentieth of the time at most. */
const pollMilliseconds = 500
const pollShare = 20

/** What the app is built from, what it reads at its start, and its start file. Those that do not exist yet count, too. */
const sources = ['src', 'host', 'migrations', 'templates', 'app.js', 'build.rs', 'Cargo.toml', 'Cargo.lock', '.env']

export type ChangesOptions = {
  readonly env: Env
  readonly signal: AbortSignal
  readonly print: (line: Localized) => void
}

/**
 * Yields once it is watching, then after each change of a source file; changes in the meantime count as one. Ends with the
 * signal. Watchers only say when to look; what has changed is seen in snapshots, so that nothing is missed when a folder is
 * replaced (`git checkout`). Where watching is not possible, a line says why, and it looks from time to time.
 */
export async function* sourceChanges({ env, signal, print }: ChangesOptions): AsyncGenerator<void> {
  let isAwake = false
  let wake = () => {}
  const changed = () => {
    isAwake = true
    wake()
  }
  signal.addEventListener('abort', changed, { once: true })

  let isPolling = pollingAskedFor(env) ?? false
  let pause = pollMilliseconds
  const poll = (reason: Localized) => {
    isPolling = true
    print((t) => t.bundle.dev.polling(reason(t)))
  }
  const kind = pollingAskedFor(env) === undefined ? silentFileSystem() : undefined
  if (kind) poll((t) => t.bundle.dev.silentFileSystem(kind))
  const watchers = createWatchers(changed, poll)

  /** The files, as they are once all of them are watched: what changes later is reported then. */
  const look = (): string => {
    isAwake = false
    const start = performance.now()
    let snapshot = readSnapshot(sources)
    pause = Math.max(pollMilliseconds, (performance.now() - start) * pollShare)
    while (!isPolling && watchers.set(snapshot.places)) snapshot = readSnapshot(sources)
    return snapshot.files
  }
  const untilAwake = async () => {
    if (isPolling)
      await sleep(pause, undefined, { signal }).catch(() => {}) // aborted
    else if (!isAwake)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    await sleep(throttleMilliseconds)
  }
  const nextFiles = async (before: string): Promise<string> => {
    let now = before
    while (now === before && !signal.aborted) {
      await untilAwake()
      now = look()
    }
    return now
  }

  try {
    let files = look()
    while (!signal.aborted) {
      yield
      files = await nextFiles(files)
    }
  } finally {
    watchers.close()
  }
}

/** The variable of chokidar (nodemon, webpack and others use it), which people set in containers and virtual machines. */
function pollingAskedFor({ CHOKIDAR_USEPOLLING: value }: Env): boolean | undefined {
  return value ? !['0', 'false'].includes(value.toLowerCase()) : undefined
}

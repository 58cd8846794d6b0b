import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { watch } from 'chokidar'

/**
 * chokidar reports one change of a file, and none that follow within this time: an editor may well empty a file first and
 * fill it then.
 */
const throttleMilliseconds = 50

/**
 * chokidar says that it is ready a little before it watches every file: of 30 changes made right then it missed 14, of
 * those made 30 ms later none. What is changed before the first build begins is in that build anyway.
 */
const settleMilliseconds = 200

/** What the app is built from, what it reads at its start, and its start file. Those that do not exist yet count, too. */
const sources = ['src', 'host', 'migrations', 'templates', 'app.js', 'build.rs', 'Cargo.toml', 'Cargo.lock', '.env']

/**
 * Yields once it is watching, then after each change of a source file; changes in the meantime count as one. Ends with the
 * signal.
 */
export async function* sourceChanges(signal: AbortSignal): AsyncGenerator<void> {
  let isChanged = false
  let wake = () => {}
  const watcher = watch(sources, { ignoreInitial: true }).on('all', () => {
    isChanged = true
    wake()
  })
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    await once(watcher, 'ready')
    await sleep(settleMilliseconds)
    while (!signal.aborted) {
      isChanged = false
      yield
      if (!isChanged && !signal.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      await sleep(throttleMilliseconds)
    }
  } finally {
    await watcher.close()
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'

/** Keeps every processor busy with something else, as the neighbours on a shared host do. */
export function keepProcessorsBusy(): AsyncDisposable {
  const busy = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }),
  )
  return {
    async [Symbol.asyncDispose]() {
      const ended = busy.map((child) => once(child, 'exit'))
      for (const child of busy) child.kill('SIGKILL')
      await Promise.all(ended)
    },
  }
}

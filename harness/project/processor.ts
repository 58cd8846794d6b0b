import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { onTestFinished } from 'vitest'

/** Keeps every processor busy with something else until the test ends, as the neighbours on a shared host do. */
export function keepProcessorsBusy(): void {
  const busy = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }),
  )
  onTestFinished(() => {
    for (const child of busy) child.kill('SIGKILL')
  })
}

/** Something that a Ctrl-Z has to stop along with us, and that goes on when we do. */
export type Suspendable = { readonly suspend: () => void; readonly resume: () => void }

const active = new Set<Suspendable>()

/**
 * Registers it until the returned function is called. The programs that we start are in process groups of their own,
 * which a terminal's Ctrl-Z does not reach: we stop them first, then ourselves.
 */
export function suspendWithUs(suspendable: Suspendable): () => void {
  if (process.platform === 'win32') return () => {} // no job control there
  if (active.size === 0) {
    process.on('SIGTSTP', suspendAll)
    process.on('SIGCONT', resumeAll)
  }
  active.add(suspendable)
  return () => {
    active.delete(suspendable)
    if (active.size > 0) return
    process.off('SIGTSTP', suspendAll)
    process.off('SIGCONT', resumeAll)
  }
}

function suspendAll(): void {
  for (const { suspend } of active) suspend()
  process.kill(process.pid, 'SIGSTOP')
}

function resumeAll(): void {
  for (const { resume } of active) resume()
}

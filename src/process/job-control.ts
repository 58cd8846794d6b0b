/** Something that Ctrl-Z must suspend together with us. */
export type Suspendable = { readonly suspend: () => void; readonly resume: () => void }

const active = new Set<Suspendable>()

/**
 * Suspends and resumes it with us, until the returned function is called. The programs that we start have their own
 * process groups, which a terminal's Ctrl-Z does not reach: we suspend them first, then ourselves.
 */
export function suspendWithUs(suspendable: Suspendable): () => void {
  // No job control on Windows. The first process of a container cannot be stopped from inside (pid_namespaces(7)).
  if (process.platform === 'win32' || process.pid === 1) return () => {}
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

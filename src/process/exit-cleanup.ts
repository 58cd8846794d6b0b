const cleanups = new Set<() => void>()

/**
 * Calls `cleanup` on a forced exit (second Ctrl-C), unless the returned function is called first. One listener for all
 * of them, since Node warns of a leak above ten.
 */
export function onForcedExit(cleanup: () => void): () => void {
  if (cleanups.size === 0) process.on('exit', cleanUp)
  cleanups.add(cleanup)
  return () => {
    cleanups.delete(cleanup)
    if (cleanups.size === 0) process.off('exit', cleanUp)
  }
}

function cleanUp(): void {
  for (const cleanup of cleanups) cleanup()
}

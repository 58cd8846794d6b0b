const cleanups = new Set<() => void>()

/**
 * Has `cleanup` called if the process ends before the returned function is called: at the second Ctrl-C, which waits for
 * nothing. One listener for all of them, since Node takes more than ten for a leak.
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

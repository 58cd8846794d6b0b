import type { Defer } from './figure.ts'

/** Calls `use`, then the cleanups that it deferred, the last one first: when it resolves, rejects, or is stopped by Ctrl-C or SIGTERM. */
export async function withCleanup<Result>(use: (defer: Defer) => Promise<Result>): Promise<Result> {
  const cleanups: Parameters<Defer>[0][] = []
  const cleanUp = async () => {
    const failures: unknown[] = []
    for (let next = cleanups.pop(); next; next = cleanups.pop())
      await next().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be cleaned up.')
  }
  const stop = () => cleanUp().finally(() => process.exit(130))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await use((cleanup) => cleanups.push(cleanup))
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await cleanUp()
  }
}

import type { AtEnd } from './figure.ts'

/**
 * Does some work, and then, last first, what it has asked for to be done at its end; whether it succeeds, fails, or is
 * stopped by Ctrl-C or SIGTERM.
 */
export async function withEnds<Result>(work: (atEnd: AtEnd) => Promise<Result>): Promise<Result> {
  const ends: Parameters<AtEnd>[0][] = []
  const endAll = async () => {
    const failures: unknown[] = []
    for (let end = ends.pop(); end; end = ends.pop()) await end().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything that was started could be ended.')
  }
  const stop = () => endAll().finally(() => process.exit(130))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await work((end) => ends.push(end))
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await endAll()
  }
}

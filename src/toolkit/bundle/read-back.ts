import { BuildError, Cancelled } from '../../errors/errors.ts'
import { run } from '../../process/run.ts'

/**
 * Has tar list the archive, which is what unpacks it on the host. Throws a BuildError unless it finds as many entries as were packed.
 * Without tar here, the host's will be the first.
 */
export async function readBack(archive: string, count: number, signal: AbortSignal): Promise<void> {
  const result = await run('tar', ['-tzf', archive], { cwd: '.', signal })
  if (result.kind === 'missing') return
  if (result.kind === 'stopped') throw new Cancelled(signal.reason)
  const listed = result.kind === 'done' ? result.stdout.split('\n').length : 0 // a line each: no name has a line break
  if (listed === count) return
  throw new BuildError(
    (t) => t.bundle.pack.notListed(archive, result.kind === 'done' ? `${listed} ≠ ${count}` : result.reason(t)),
    result.kind === 'failed' ? result.output : [],
  )
}

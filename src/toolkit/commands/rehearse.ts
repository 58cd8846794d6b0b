import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createProbe } from '../../checks/probe.ts'
import { BuildError, Cancelled, EnvironmentError } from '../../errors/errors.ts'
import { inTemporaryFolder } from '../../process/temporary-folder.ts'
import { stderrLine } from '../../report/print.ts'
import type { Context } from '../context.ts'
import type { RehearseFlags } from '../options.ts'
import { checkHealth } from '../rehearse/check-health.ts'
import { findNode } from '../rehearse/node-program.ts'
import { startPassenger } from '../rehearse/passenger.ts'
import { startStandIn } from '../rehearse/stand-in.ts'
import { unpack } from '../rehearse/unpack.ts'
import { waysOf } from '../way.ts'

/**
 * Unpacks the bundle where nothing else is, has it started as on the host, asks /health, and stops it: in each process that may
 * serve it there. Passenger starts it where this machine has it; elsewhere, or with `standIn`, what does the same as it does.
 */
export async function rehearse({ standIn, node }: RehearseFlags, { t, signal }: Context): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new EnvironmentError((t) => t.bundle.rehearse.platform)
  const probe = createProbe(process.cwd(), signal)

  await inTemporaryFolder('rehearse-', async (folder) => {
    const { root, name, version, choice } = await unpack(folder, signal)
    const program = await findNode(node, probe)
    let hasPassenger = !standIn
    for (const way of waysOf(choice)) {
      const source = { root, folder: join(folder, way), node: program.path, way }
      mkdirSync(source.folder)
      const passenger = hasPassenger ? await startPassenger(source, probe, t) : undefined
      hasPassenger = passenger !== undefined
      const app = passenger ?? (await startStandIn(source))
      try {
        await Promise.race([checkHealth(app, { version, way }), cancelledBy(signal)])
        stderrLine(t.bundle.rehearse.done(`${name} ${version}`, way, program.version, app.name(t)))
      } catch (error) {
        // Inside Node it may still run.
        if (!(error instanceof BuildError) || choice !== 'auto' || way !== 'rust') throw error
        stderrLine(t.bundle.rehearse.notInPlaceOfNode(error.describe(t).message, app.name(t)))
      } finally {
        await app.kill()
      }
    }
  })
}

/** Fails once we are told to end, so that what was started ends with us. */
function cancelledBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const cancel = () => reject(new Cancelled(signal.reason, (t) => t.bundle.rehearse.cancelled))
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
  })
}

import { createProbe } from '../../checks/probe.ts'
import { Cancelled, EnvironmentError } from '../../errors/errors.ts'
import { stderrLine } from '../../report/print.ts'
import type { Context } from '../context.ts'
import type { RehearseFlags } from '../options.ts'
import { checkHealth } from '../rehearse/check-health.ts'
import { findNode } from '../rehearse/node-program.ts'
import { startPassenger } from '../rehearse/passenger.ts'
import { startStandIn } from '../rehearse/stand-in.ts'
import { unpack } from '../rehearse/unpack.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'

/**
 * Unpacks the bundle where nothing else is, has it started as on the host, asks /health, and stops it. Passenger starts it
 * where this machine has it; elsewhere, or with `standIn`, what does the same as its loader does.
 */
export async function rehearse({ standIn, node }: RehearseFlags, { t, signal }: Context): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new EnvironmentError((t) => t.bundle.rehearse.platform)
  const probe = createProbe(process.cwd(), signal)

  await inTemporaryFolder('rehearse-', async (folder) => {
    const { root, name, version } = await unpack(folder, signal)
    const program = await findNode(node, probe)
    const source = { root, folder, node: program.path }
    const app = (!standIn && (await startPassenger(source, probe, t))) || startStandIn(source)
    try {
      await Promise.race([checkHealth(app, version), cancelledBy(signal)])
    } finally {
      await app.kill()
    }
    stderrLine(t.bundle.rehearse.done(`${name} ${version}`, program.version, app.name(t)))
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

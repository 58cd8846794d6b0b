import { Refused } from '../../../errors/errors.ts'
import type { Localized } from '../../../text/localized.ts'
import { faultOf, healthPage, toHealth } from '../health/health.ts'
import { parseJson, property } from '../json.ts'
import { lastLines } from '../last-lines.ts'
import type { Session } from '../session.ts'
import { versionOf } from './release-id.ts'

const patienceSeconds = 60

/**
 * Starts an uploaded release on the host, on a port of its own, and requests its health page: what cannot load there, fails
 * to start or is another version never goes live. The live app knows nothing of it. Throws Refused.
 */
export async function tryRelease(id: string, { host, config, log, signal }: Session): Promise<void> {
  const base = new URL(config.url).pathname.replace(/\/$/, '')
  const { trial } = await host.run('trial', [id, base, healthPage, String(patienceSeconds)], signal)
  if (trial === '') return log((t) => t.deploy.release.notTried)
  const result = parseJson(trial ?? '')
  const fault = faultOfTrial(result, versionOf(id))
  if (!fault) return log((t) => t.deploy.release.tried(healthPage))
  const said = lastLines(String(property(result, 'said') ?? ''), 15).join('\n  ')
  throw new Refused((t) => t.deploy.release.trialFailed(fault(t), said))
}

/** `result` is what trial.js prints. */
function faultOfTrial(result: unknown, version: string): Localized | undefined {
  const text = (key: string) => String(property(result, key))
  switch (property(result, 'kind')) {
    case 'answered':
      return faultOf(toHealth(Number(property(result, 'status')), text('body')), version)
    case 'silent':
      return (t) => t.deploy.release.trialSilent(patienceSeconds)
    case 'ended':
      return (t) => t.deploy.release.trialEnded(text('how'))
    case 'failed':
      return () => text('reason')
    default:
      return (t) => t.deploy.release.trialLost
  }
}

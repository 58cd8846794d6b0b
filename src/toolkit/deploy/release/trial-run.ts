import { Refused } from '../../../errors/errors.ts'
import type { Localized } from '../../../text/localized.ts'
import { type Choice, isServed, type Way, waysOf } from '../../way.ts'
import { faultOf, healthPage, requestHealth, toHealth } from '../health/health.ts'
import { parseJson, property } from '../json.ts'
import { lastLines } from '../last-lines.ts'
import type { Session } from '../session.ts'
import { versionOf } from './release-id.ts'

const patienceSeconds = 60

/**
 * Starts an uploaded release on the host, as Passenger would, and requests its health page: what cannot load there, fails to
 * start or is another version never goes live. The live app knows nothing of it. With `auto`, the first process that answers as it
 * should is the one that will serve; it is returned. Throws Refused.
 */
export async function tryRelease(id: string, choice: Choice, session: Session): Promise<Way> {
  const { host, config, log, signal } = session
  const base = new URL(config.url).pathname.replace(/\/$/, '')
  for (const way of waysOf(choice)) {
    const { trial } = await host.run('trial', [id, base, healthPage, String(patienceSeconds), way], signal)
    if (trial === '') {
      log((t) => t.deploy.release.notTried)
      return untried(choice, session)
    }
    const result = parseJson(trial ?? '')
    if (property(result, 'kind') === 'impossible') {
      const reason = String(property(result, 'reason'))
      throw new Refused((t) => t.deploy.release.trialImpossible(reason))
    }
    const fault = faultOfTrial(result, versionOf(id), way)
    if (!fault) {
      log((t) => t.deploy.release.tried(healthPage, way))
      return way
    }
    if (choice !== 'auto' || way === 'node') throw refused(fault, result)
    log((t) => t.deploy.release.notInPlaceOfNode(fault(t)))
  }
  return 'node'
}

/** Says what becomes of a release that has not been tried, if that depends on it. */
export function untried(choice: Choice, { log }: Pick<Session, 'log'>): Way {
  if (choice !== 'auto') return choice
  log((t) => t.deploy.release.untried)
  return 'node'
}

/** Says so if a live release is served in another process than expected: what serves the site may have other limits than ssh. */
export async function checkProcess(way: Way, { config, log }: Session): Promise<void> {
  if (way === 'rust' && (await requestHealth(config.url)).process === 'node') log((t) => t.deploy.release.stayedInNode)
}

/** `result` is what trial.js prints. */
function faultOfTrial(result: unknown, version: string, way: Way): Localized | undefined {
  const text = (key: string) => String(property(result, key))
  switch (property(result, 'kind')) {
    case 'answered': {
      const health = toHealth(Number(property(result, 'status')), text('body'))
      return faultOf(health, version) ?? faultOfProcess(way, health.process, text('said'))
    }
    case 'silent':
      return (t) => t.deploy.release.trialSilent(patienceSeconds)
    case 'ended':
      return (t) => t.deploy.release.trialEnded(text('how'))
    case 'noSocket':
      return (t) => t.deploy.release.trialNoSocket
    case 'failed':
      return (t) => text('reason') || t.deploy.release.trialLost
    default:
      return (t) => t.deploy.release.trialLost
  }
}

/** The app, which says why it stayed inside Node, may have been told to leave it. */
function faultOfProcess(way: Way, process: string | undefined, said: string): Localized | undefined {
  if (isServed(way, process)) return undefined
  const [, reason] = /^The app is served inside Node: (.*)$/m.exec(said) ?? []
  return (t) => reason ?? t.deploy.release.wrongProcess(healthPage, way)
}

function refused(fault: Localized, result: unknown): Refused {
  const said = String(property(result, 'said') ?? '')
  const [limit] = limits.exec(said) ?? []
  return new Refused((t) => {
    const { message, hint } = t.deploy.release.trialFailed(fault(t), lastLines(said, 15).join('\n  '))
    return { message, hint: limit ? `${t.deploy.release.trialLimit(limit)}\n${hint}` : hint }
  })
}

/** What an app says that meets a limit of the host (noexec, disk, files, processes, memory): the words of glibc, Node and Rust. */
const limits =
  /failed to map segment from shared object|No space left on device|Disk quota exceeded|Too many open files|Resource temporarily unavailable|Cannot allocate memory|memory allocation of \d+ bytes failed|heap out of memory|\b(ENOSPC|EDQUOT|EMFILE|EAGAIN|ENOMEM)\b/

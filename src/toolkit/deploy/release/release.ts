import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inTemporaryFolder } from '../../../process/temporary-folder.ts'
import type { Way } from '../../way.ts'
import { requestHealth } from '../health/health.ts'
import { upload } from '../remote/upload.ts'
import type { Session } from '../session.ts'
import { activate } from './activate.ts'
import { checkHost, checkSite, releaseBefore } from './checks.ts'
import { type HostState, toHostState } from './host-state.ts'
import { type Bundle, layOutRelease } from './read-bundle.ts'
import { checkProcess, tryRelease, untried } from './trial-run.ts'

/** Puts a bundle online. Until `activate`, nothing that is live knows of it. */
export async function deployRelease(bundle: Bundle, skipTrial: boolean, session: Session): Promise<void> {
  const { host, log, signal } = session
  await check(bundle.kilobytes, session)
  const { id, release } = await host.hold(bundle.version)
  try {
    const state = await look(session) // what is live, now that nobody else can change it
    await uploadRelease(id, bundle, state.hasRsync, session)
    let way: Way
    try {
      way = skipTrial ? untried(bundle.choice, session) : await tryRelease(id, bundle.choice, session)
      signal.throwIfAborted()
    } catch (error) {
      await host.run('drop', [id]).catch(() => {})
      throw error
    }
    await activate({ id, isNew: true }, state.live, session)
    await checkProcess(way, session)
    const { pruned } = await host.run('prune').catch(() => ({ pruned: undefined })) // the next deploy does it
    log(({ deploy: { release } }) =>
      [release.live(id), ...(pruned ? [release.removed(pruned.split('\n'))] : [])].join(' '),
    )
  } finally {
    await release()
  }
}

/** Makes the release before the live one live again. */
export async function rollBack(session: Session): Promise<void> {
  const { host, log } = session
  await check(0, session)
  const { release } = await host.hold('rollback')
  try {
    const state = await look(session)
    const id = releaseBefore(state)
    await activate({ id, isNew: false }, state.live, session)
    log((t) => t.deploy.release.liveAgain(id))
  } finally {
    await release()
  }
}

async function check(kilobytes: number, session: Session): Promise<void> {
  const { config, log } = session
  checkHost(await look(session), config, kilobytes, log)
  checkSite(await requestHealth(config.url), config, log)
}

async function look({ host, signal }: Session): Promise<HostState> {
  return toHostState(await host.run('look', [], signal))
}

/** Uploads a release and has its sums compared. What came only in part is removed. */
async function uploadRelease(id: string, bundle: Bundle, hostHasRsync: boolean, session: Session): Promise<void> {
  const { config, host, log, signal } = session
  const { kilobytes } = bundle
  try {
    await inTemporaryFolder('release-', async (temporary) => {
      const folder = join(temporary, `part-${id}`)
      mkdirSync(folder)
      layOutRelease(bundle, folder)
      log((t) => t.deploy.release.uploading(id, kilobytes))
      await upload({ folder, parent: `${config.appRoot}/releases`, kilobytes, hostHasRsync }, session)
    })
    await host.run('receive', [id], signal)
  } catch (error) {
    await host.run('drop', [`part-${id}`]).catch(() => {}) // the next deploy removes it
    throw error
  }
}

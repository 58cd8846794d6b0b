import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { activate } from './activate.mjs'
import { layOutRelease } from './bundle.mjs'
import { checkHost, checkSite, releaseBefore } from './checks.mjs'
import { say } from './error.mjs'
import { askHealth } from './health.mjs'
import { temporaryFolder } from './temporary.mjs'
import { tryOut } from './try-out.mjs'
import { upload } from './upload.mjs'

/**
 * Puts a bundle online. Until `activate`, nothing that is live knows of it.
 * @param {import('./host.mjs').Host} host
 * @param {import('./bundle.mjs').Bundle} bundle
 * @param {boolean} skipTrial
 * @param {AbortSignal} signal
 */
export async function deploy(host, bundle, skipTrial, signal) {
  checkHost(await host.run('look', [], signal), host.config, bundle.kilobytes)
  checkSite(await askHealth(host.config.url), host.config)
  const { id, release } = await host.hold(bundle.version)
  try {
    const seen = await host.run('look', [], signal) // what is live, now that nobody else can change it
    await bring(host, bundle, id, Boolean(seen.rsync), signal)
    try {
      if (!skipTrial) await tryOut(host, id, signal)
      signal.throwIfAborted()
    } catch (error) {
      await host.run('drop', [id]).catch(() => {})
      throw error
    }
    await activate(host, { id, fresh: true }, seen, signal)
    const { pruned } = await host.run('prune').catch(() => ({ pruned: '' })) // the next deploy does it
    say(`${id} is live.${pruned ? ` Removed: ${pruned.replaceAll('\n', ', ')}.` : ''}`)
  } finally {
    await release()
  }
}

/**
 * @param {import('./host.mjs').Host} host
 * @param {AbortSignal} signal
 */
export async function rollBack(host, signal) {
  checkHost(await host.run('look', [], signal), host.config, 0)
  checkSite(await askHealth(host.config.url), host.config)
  const { release } = await host.hold('rollback')
  try {
    const seen = await host.run('look', [], signal)
    const id = releaseBefore(seen)
    await activate(host, { id, fresh: false }, seen, signal)
    say(`${id} is live again.`)
  } finally {
    await release()
  }
}

/**
 * Uploads a release and holds it to its sums. What came only in part is removed.
 * @param {import('./host.mjs').Host} host
 * @param {import('./bundle.mjs').Bundle} bundle
 * @param {string} id
 * @param {boolean} hostHasRsync
 * @param {AbortSignal} signal
 */
async function bring(host, bundle, id, hostHasRsync, signal) {
  const part = join(temporaryFolder('release-'), `part-${id}`)
  try {
    mkdirSync(part)
    layOutRelease(bundle, part)
    say(`Uploading ${id} (${bundle.kilobytes} kB)…`)
    await upload(part, `${host.config.appRoot}/releases`, host, hostHasRsync, bundle.kilobytes, signal)
    await host.run('receive', [id], signal)
  } catch (error) {
    await host.run('drop', [`part-${id}`]).catch(() => {}) // the next deploy removes it
    throw error
  }
}

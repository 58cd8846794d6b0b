import { DeployError, say } from './error.mjs'

/**
 * Refuses what cannot become a deploy, before anything is changed.
 * @param {import('./host.mjs').Answers} seen what host.sh saw
 * @param {import('./config.mjs').Config} config
 * @param {number} kilobytes what will be uploaded
 */
export function checkHost(seen, { appRoot }, kilobytes) {
  const reasons = []
  if (seen.root === 'missing' || (seen.root === 'found' && seen.live === 'nothing' && !seen.selector))
    reasons.push(`${appRoot} is no Node.js app on the host yet: npm run deploy -- --setup creates it.`)
  if (seen.root === 'not writable') reasons.push(`${appRoot} cannot be written to.`)
  if (seen.node_modules === 'folder')
    reasons.push(`${appRoot}/node_modules is a folder. cPanel wants a link of its own there, and refuses to start or set up the app:
remove the folder (nothing in it is needed), then save the app again in "Setup Node.js App".`)
  if (seen.holder)
    reasons.push(`Another deploy is at work: ${seen.holder}. If that is not so, npm run deploy -- --unlock.`)
  if (seen.room && Number(seen.room) < kilobytes * 2 + 1024)
    reasons.push(
      `The account has ${seen.room} kB left (disk or quota), the release takes ${kilobytes} kB. Remove something first.`,
    )
  if (reasons.length > 0) throw new DeployError(4, reasons.join('\n'))
  if (seen.node_modules === 'none') say('There is no node_modules link in the app root; the app needs none.')
  if (!seen.node) say('No Node was found on the host over ssh: the release is not tried before it goes live.')
}

/**
 * Any answer will do, an error page as well; without a connection, nobody here could tell what a new release answers. An app that
 * keeps silent is what a new release, or the one before, may mend.
 * @param {import('./health.mjs').Health} health
 * @param {import('./config.mjs').Config} config
 */
export function checkSite({ status, shown, connected, elsewhere }, { url }) {
  if (elsewhere)
    throw new DeployError(
      4,
      `${url} leads on to ${elsewhere}: make that O2SWITCH_URL ("url" in deploy.json), so that the app itself is asked.
Nothing was changed.`,
    )
  if (status === undefined && connected) say(`${url} does not answer now: ${shown}.`)
  if (connected) return
  throw new DeployError(
    4,
    `${url} cannot be reached from here: ${shown}. Is O2SWITCH_URL right, does the domain lead to the host
and has it a certificate? Nothing was changed.`,
  )
}

/**
 * The release to go back to from the one that is live: whose place it has taken, or else the newest before it, or what was
 * there before the first deploy.
 * @param {import('./host.mjs').Answers} seen
 * @returns {string}
 */
export function releaseBefore({ live, before, original, releases = '' }) {
  if (before) return before
  const older = releases
    .trim()
    .split(' ')
    .filter((id) => id && id < live)
  if (/^\d/.test(live)) {
    const previous = older.sort().at(-1) ?? (original ? 'original' : undefined)
    if (previous) return previous
  }
  throw new DeployError(4, `There is no release before the one that is live (${live}). Nothing was changed.`)
}

import { healthPage } from './health.mjs'

/**
 * What will be done, in its order.
 * @param {import('./config.mjs').Config} config
 * @param {{ command: import('./options.mjs').Command, skipTrial: boolean }} options
 * @param {import('./bundle.mjs').Bundle | undefined} bundle
 * @param {boolean} hasToken
 */
export function plan({ host, port, user, appRoot, url, patience }, { command, skipTrial }, bundle, hasToken) {
  const answers = `wait until ${url}${healthPage} answers as it should (${patience} s at most); else go back, and verify that`
  const steps = {
    deploy: [
      `check the app root ${appRoot} on the host: an app of cPanel's, its links, room on the disk, nobody else at work`,
      `upload ${bundle?.files.length} files (${bundle?.kilobytes} kB) of ${bundle?.name} ${bundle?.version} to ${appRoot}/releases, beside what is live`,
      ...(skipTrial
        ? []
        : [`start the release there on a port of its own and ask ${healthPage}: what fails here never goes live`]),
      'make it live: one rename, and tmp/restart.txt; node_modules, .htaccess, logs and all that is yours stay as they are',
      answers,
      'keep the live release and two others',
    ],
    rollback: ['make the release before the live one live again, and restart', answers],
    setup: [`create the Node.js app ${appRoot} for ${url} with cloudlinux-selector, unless it is there`],
    unlock: [`remove the lock of ${appRoot}`],
    close: ['take the address that a deploy has left off the whitelist'],
  }[command]
  const viaSsh = command !== 'close'
  const all = [
    ...(viaSsh && hasToken ? ["put this machine's address on the SSH whitelist, unless it is there"] : []),
    ...(viaSsh ? [`connect to ${user}@${host}, port ${port}`] : []),
    ...steps,
    ...(viaSsh && hasToken ? ['take the address off the whitelist again, if it was put there'] : []),
  ]
  return `Plan:\n${all.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}\n`
}

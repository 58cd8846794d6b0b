import { DeployError, say } from './error.mjs'

/**
 * Creates the Node.js app on the host, or says which fields to fill in where cloudlinux-selector is not to be had.
 * @param {import('./host.mjs').Host} host
 */
export async function setUp(host) {
  const { appRoot, url } = host.config
  const { hostname, pathname } = new URL(url)
  const logFile = `logs/${appRoot.split('/').at(-1)}.log`
  const fields = `  Node.js version           the newest (16 or later)
  Application mode          Production
  Application root          ${appRoot}
  Application URL           ${hostname}${pathname}
  Application startup file  app.js
  Passenger log file        ${logFile}`
  const common = ['--json', '--interpreter', 'nodejs']
  const seen = await host.run('setup', ['apps', 'get', ...common])
  if (seen.selector === 'missing')
    throw new DeployError(
      4,
      `This host has no cloudlinux-selector that ssh can run. In cPanel, "Setup Node.js App" → "Create Application":\n${fields}`,
    )
  const apps = parse(seen.apps)
  if (rootsOf(apps).includes(appRoot)) return say(`The app ${appRoot} is there already; nothing was changed.`)

  const version = newestVersion(apps)
  const args = [
    '--app-root',
    appRoot,
    '--domain',
    hostname,
    '--app-uri',
    pathname,
    '--app-mode',
    'production',
    '--startup-file',
    'app.js',
  ]
  const { created } = await host.run('setup', [
    'created',
    'create',
    ...common,
    ...args,
    ...(version ? ['--version', version] : []),
  ])
  const answer = parse(created)
  if (answer?.result !== 'success')
    throw new DeployError(
      4,
      `cloudlinux-selector did not create the app: ${answer?.result ?? created}
In cPanel, "Setup Node.js App" → "Create Application" takes these fields:\n${fields}`,
    )
  say(`Created the app ${appRoot} on ${hostname}${pathname} with Node.js ${version ?? "(the host's default)"}. Next: npm run deploy
For a log, enter ${logFile} as "Passenger log file" in cPanel.`)
}

/** @param {string} text the JSON may come after warnings */
function parse(text = '') {
  try {
    return JSON.parse(text.slice(text.indexOf('{')))
  } catch {
    return undefined
  }
}

/**
 * The app roots that the account has: the keys below each `applications`.
 * @param {any} value
 * @returns {string[]}
 */
function rootsOf(value) {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'applications' ? Object.keys(inner ?? {}) : rootsOf(inner),
  )
}

/**
 * The newest even version that is switched on: odd ones are never supported for long.
 * @param {any} apps
 * @returns {string | undefined} undefined leaves the choice to the host
 */
function newestVersion(apps) {
  const versions = Object.entries(apps?.available_versions ?? {}).filter(([, how]) => how?.status !== 'disabled')
  const majors = versions
    .map(([version]) => Number.parseInt(version, 10))
    .filter((major) => major >= 16 && major % 2 === 0)
  return majors.length > 0 ? String(Math.max(...majors)) : undefined
}

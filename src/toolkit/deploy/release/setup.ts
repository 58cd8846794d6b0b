import { Refused } from '../../../errors/errors.ts'
import type { Localized } from '../../../text/localized.ts'
import { isObject, parseJson, property } from '../json.ts'
import type { Session } from '../session.ts'

/**
 * Creates the Node.js app on the host, or says which fields to fill in where cloudlinux-selector is not to be had (Refused).
 * https://docs.cloudlinux.com/cloudlinuxos/command-line_tools/#cloudlinux-selector
 */
export async function setUp({ config: { appRoot, url }, host, log }: Session): Promise<void> {
  const { hostname, pathname } = new URL(url)
  const site = `${hostname}${pathname}`
  const logFile = `logs/${appRoot.split('/').at(-1)}.log`
  const fields: Localized = (t) => t.deploy.setup.fields(appRoot, site, logFile)
  const { selector, apps } = await host.run('setup', ['apps', 'get', ...common])
  if (selector === 'missing') throw new Refused((t) => t.deploy.setup.noSelector(fields(t)))
  const state = readJson(apps)
  if (appRootsOf(state).includes(appRoot)) return log((t) => t.deploy.setup.exists(appRoot))

  const version = newestVersion(property(state, 'available_versions'))
  const where = ['--app-root', appRoot, '--domain', hostname, '--app-uri', pathname]
  const how = ['--app-mode', 'production', '--startup-file', 'app.js', ...(version ? ['--version', version] : [])]
  const { created = '' } = await host.run('setup', ['created', 'create', ...common, ...where, ...how])
  const result = property(readJson(created), 'result')
  if (result !== 'success') throw new Refused((t) => t.deploy.setup.failed(String(result ?? created), fields(t)))
  log((t) => t.deploy.setup.created(appRoot, site, version ?? t.deploy.setup.hostsChoice, logFile))
}

const common = ['--json', '--interpreter', 'nodejs']

/** The JSON may come after warnings. */
function readJson(text = ''): unknown {
  return parseJson(text.slice(text.indexOf('{')))
}

/** The app roots that the account has: the keys below each `applications`. */
function appRootsOf(value: unknown): readonly string[] {
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'applications' ? Object.keys(inner ?? {}) : appRootsOf(inner),
  )
}

/** The newest even version that is switched on: odd ones are never supported for long. Undefined leaves it to the host. */
function newestVersion(available: unknown): string | undefined {
  if (!isObject(available)) return undefined
  const enabled = Object.entries(available).filter(([, how]) => property(how, 'status') !== 'disabled')
  const majors = enabled.map(([version]) => Number.parseInt(version, 10))
  const usable = majors.filter((major) => major >= 16 && major % 2 === 0)
  return usable.length > 0 ? String(Math.max(...usable)) : undefined
}

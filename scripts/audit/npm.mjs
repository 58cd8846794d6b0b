import { said, unchecked } from './run.mjs'

/**
 * What the registry knows against the packages of a package-lock.json. npm ends with 1 after a finding and after a
 * failure: only its report tells them apart.
 * @param {string} folder @returns {import('./run.mjs').Outcome}
 */
export function packageHoles(folder) {
  const { ok, stdout, output } = said('npm', ['audit', '--json'], folder)
  const report = reportIn(stdout)
  if (!report?.vulnerabilities) return unchecked(report?.message ?? output)
  if (ok) return { kind: 'passed' }
  const holes = Object.entries(report.vulnerabilities).map(
    ([name, { severity, range }]) => `${severity}: ${name} ${range}`,
  )
  return { kind: 'found', why: holes.join('\n') }
}

/** @param {string} stdout */
function reportIn(stdout) {
  try {
    return JSON.parse(stdout)
  } catch {
    return undefined
  }
}

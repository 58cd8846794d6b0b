import { capture, unchecked } from './run.mjs'

/**
 * The known vulnerabilities of the packages in a package-lock.json. npm exits with 1 for a vulnerability as well as for a
 * failure: only its report distinguishes them.
 * @param {string} folder @returns {import('./run.mjs').Outcome}
 */
export function vulnerablePackages(folder) {
  const { ok, stdout, output } = capture('npm', ['audit', '--json'], folder)
  const report = reportIn(stdout)
  if (!report?.vulnerabilities) return unchecked(report?.message ?? output)
  if (ok) return { kind: 'passed' }
  const vulnerabilities = Object.entries(report.vulnerabilities).map(
    ([name, { severity, range }]) => `${severity}: ${name} ${range}`,
  )
  return { kind: 'found', details: vulnerabilities.join('\n') }
}

/** @param {string} stdout */
function reportIn(stdout) {
  try {
    return JSON.parse(stdout)
  } catch {
    return undefined
  }
}

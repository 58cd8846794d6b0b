import { findPackageManager } from '../choices/package-manager.ts'
import type { Check } from './check.ts'
import { reasonForNoVersion, versionIn } from './probe.ts'

/** The program that installs the project and runs its scripts. */
export const packageManager: Check = {
  name: 'packageManager',
  title:
    ({ packageManager }) =>
    () =>
      packageManager,
  blocks: 'install',
  run: async ({ packageManager, probe }) => {
    const answer = await probe(packageManager, '--version')
    const version = versionIn(answer)
    if (version) return { status: 'passed', version }
    return {
      status: 'failed',
      message: (t) => t.checks.broken(packageManager, reasonForNoVersion(answer)(t)),
      hint: (t) =>
        packageManager === 'npm'
          ? t.checks.installNode // it comes with Node
          : t.checks.install(findPackageManager(packageManager)?.get ?? ''),
    }
  },
}

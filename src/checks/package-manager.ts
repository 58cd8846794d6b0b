import { findPackageManager } from '../choices/package-manager.ts'
import type { Check } from './check.ts'
import { versionIn, whyNoVersion } from './probe.ts'

/** The program that installs the project, and that runs its scripts. */
export const packageManager: Check = {
  name: 'packageManager',
  title:
    ({ packageManager }) =>
    () =>
      packageManager,
  blocks: 'install',
  look: async ({ packageManager, query }) => {
    const answer = await query(packageManager, '--version')
    const version = versionIn(answer)
    if (version) return { status: 'passed', version }
    return {
      status: 'failed',
      problem: (say) => say.checks.silent(packageManager, whyNoVersion(answer)(say)),
      mend: (say) =>
        packageManager === 'npm'
          ? say.checks.installNode // it comes with Node
          : say.checks.install(findPackageManager(packageManager)?.get ?? ''),
    }
  },
}

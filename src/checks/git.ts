import type { Check } from './check.ts'
import { versionIn } from './probe.ts'
import { systemInstall } from './system.ts'

/** Optional: only for the first commit. */
export const git: Check = {
  name: 'git',
  title: () => () => 'git',
  run: async ({ probe }) => {
    const version = versionIn(await probe('git', '--version'))
    if (version) return { status: 'passed', version }
    const command = systemInstall('git') ?? 'https://git-scm.com'
    return {
      status: 'optional',
      detail: (t) => t.checks.gitOptional,
      hint: (t) => t.checks.install(command),
    }
  },
}

import type { Check } from './check.ts'
import { versionIn } from './probe.ts'
import { systemInstall } from './system.ts'

/** Only for the first commit: `create` does without it. */
export const git: Check = {
  name: 'git',
  title: () => () => 'git',
  look: async ({ probe }) => {
    const version = versionIn(await probe('git', '--version'))
    if (version) return { status: 'passed', version }
    const command = systemInstall('git') ?? 'https://git-scm.com'
    return {
      status: 'unneeded',
      detail: (t) => t.checks.gitOptional,
      hint: (t) => t.checks.install(command),
    }
  },
}

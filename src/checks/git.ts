import type { Check } from './check.ts'
import { versionIn } from './probe.ts'
import { systemInstall } from './system.ts'

/** Only for the first commit: `create` does without it. */
export const git: Check = {
  name: 'git',
  title: () => () => 'git',
  look: async ({ query }) => {
    const version = versionIn(await query('git', '--version'))
    if (version) return { status: 'passed', version }
    const command = systemInstall('git') ?? 'https://git-scm.com'
    return {
      status: 'unneeded',
      detail: (say) => say.checks.gitUnneeded,
      mend: (say) => say.checks.install(command),
    }
  },
}

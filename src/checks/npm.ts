import type { Check } from './finding.ts'
import { askVersion, versionIn, whyNoVersion } from './version.ts'

export const npm: Check = {
  tool: 'npm',
  title: () => 'npm',
  isNeeded: ({ install }) => install,
  look: async (needs) => {
    const answer = await askVersion('npm', needs)
    const version = versionIn(answer)
    if (version) return { tool: 'npm', status: 'passed', version }
    return {
      tool: 'npm',
      status: 'failed',
      problem: (say) => say.checks.silent('npm', whyNoVersion(answer)(say)),
      mend: (say) => say.checks.installNode,
    }
  },
}

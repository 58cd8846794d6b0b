import type { Outcome } from './check-result.ts'
import { isOlder } from '../text/version.ts'
import type { Check } from './check.ts'

/** The Node that runs us. `create` need not look: bin/ has refused an old one before we could be loaded. */
export const node: Check = {
  name: 'node',
  title: () => () => 'Node',
  look: async () => judgeNode(process.versions.node),
}

/** The same rule as in bin/create-o2switch-rust.js, which old versions must be able to read. */
export function judgeNode(version: string): Outcome {
  const fits = !isOlder(version, '22') || (!isOlder(version, '20.19') && isOlder(version, '21'))
  if (fits) return { status: 'passed', version }
  return {
    status: 'failed',
    problem: (say) => say.checks.nodeOld(version),
    mend: (say) => say.checks.install('https://nodejs.org'),
  }
}

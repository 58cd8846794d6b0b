import { isOlder } from '../text/version.ts'
import type { Check } from './check.ts'
import type { CheckOutcome } from './check-result.ts'

/** The Node that runs us. `create` does not check it: bin/ has already rejected an old one. */
export const node: Check = {
  name: 'node',
  title: () => () => 'Node',
  run: async () => judgeNode(process.versions.node),
}

/** The same rule as in bin/create-o2switch-rust.js, which old versions must be able to run. */
export function judgeNode(version: string): CheckOutcome {
  const isSupported = !isOlder(version, '22') || (!isOlder(version, '20.19') && isOlder(version, '21'))
  if (isSupported) return { status: 'passed', version }
  return {
    status: 'failed',
    message: (t) => t.checks.nodeOld(version),
    hint: (t) => t.checks.install('https://nodejs.org'),
  }
}

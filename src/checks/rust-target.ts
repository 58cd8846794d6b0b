import { existsSync } from 'node:fs'
import type { Check } from './check.ts'
import { hostTriple } from './rustc.ts'

/** What the host runs. */
const triple = 'x86_64-unknown-linux-gnu'

/** Rust's library for the host's system: elsewhere, it takes that to build what will be uploaded. */
export const target: Check = {
  name: 'target',
  title: () => (say) => say.checks.titles.target,
  look: async ({ query }) => {
    const own = await hostTriple(query)
    if (own === triple) return { status: 'passed', detail: (say) => say.checks.targetOfThisMachine(triple) }

    // Answers for every target that there is, installed or not, and also where there is no rustup.
    const answer = await query('rustc', '--print', 'target-libdir', '--target', triple)
    if (answer.kind !== 'done') return { status: 'unneeded', detail: (say) => say.checks.targetUnknown }
    if (existsSync(answer.stdout.trim())) return { status: 'passed', detail: () => triple }
    return {
      status: 'unneeded',
      detail: (say) => say.checks.targetUnneeded,
      mend: (say) => say.checks.install(`rustup target add ${triple}`),
    }
  },
}

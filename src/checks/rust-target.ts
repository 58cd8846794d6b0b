import { existsSync } from 'node:fs'
import type { Check } from './check.ts'
import { hostTriple } from './rustc.ts'

/** What the host runs. */
export const triple = 'x86_64-unknown-linux-gnu'

/** Rust's library for the host's system: elsewhere, it takes that to build what will be uploaded. */
export const target: Check = {
  name: 'target',
  title: () => (t) => t.checks.titles.target,
  look: async ({ probe }) => {
    const own = await hostTriple(probe)
    if (own === triple) return { status: 'passed', detail: (t) => t.checks.sameTarget(triple) }

    // Answers for every target that there is, installed or not, and also where there is no rustup.
    const answer = await probe('rustc', '--print', 'target-libdir', '--target', triple)
    if (answer.kind !== 'done') return { status: 'unneeded', detail: (t) => t.checks.targetUnknown }
    if (existsSync(answer.stdout.trim())) return { status: 'passed', detail: () => triple }
    return {
      status: 'unneeded',
      detail: (t) => t.checks.targetOptional,
      hint: (t) => t.checks.install(`rustup target add ${triple}`),
    }
  },
}

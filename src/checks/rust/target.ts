import { existsSync } from 'node:fs'
import type { Check } from '../check.ts'
import { hostTriple } from './rustc.ts'

/** The host's target triple. */
export const triple = 'x86_64-unknown-linux-gnu'

/** Rust's standard library for the host, which is needed to build for it on another system. */
export const target: Check = {
  name: 'target',
  title: () => (t) => t.checks.titles.target,
  run: async ({ probe }) => {
    const own = await hostTriple(probe)
    if (own === triple) return { status: 'passed', detail: (t) => t.checks.sameTarget(triple) }

    // Works for all targets, installed or not, and without rustup.
    const answer = await probe('rustc', '--print', 'target-libdir', '--target', triple)
    if (answer.kind !== 'done') return { status: 'optional', detail: (t) => t.checks.targetUnknown }
    if (existsSync(answer.stdout.trim())) return { status: 'passed', detail: () => triple }
    return {
      status: 'optional',
      detail: (t) => t.checks.targetOptional,
      hint: (t) => t.checks.install(`rustup target add ${triple}`),
    }
  },
}

import type { ProcessResult } from '../process/run.ts'
import { isOlder } from '../text/version.ts'
import { cargo, rustUnavailable } from './cargo.ts'
import type { Check, Needs } from './check.ts'
import type { CheckOutcome } from './check-result.ts'
import { type Probe, versionIn } from './probe.ts'

export const rustc: Check = {
  name: 'rustc',
  title: () => () => 'rustc',
  blocks: 'build',
  look: async (needs) => {
    const answer = await askRustc(needs.probe)
    const version = versionIn(answer)
    if (version) return judgeRust(version, needs.frameworks)
    // One cause is told in one way: without Rust, both are missing.
    const aboutCargo = await cargo.look(needs)
    return aboutCargo.status === 'failed' ? aboutCargo : rustUnavailable('rustc', answer)
  },
}

/** Each framework has an oldest Rust of its own: it is too old if it will do for none of them. */
export function judgeRust(version: string, frameworks: Needs['frameworks']): CheckOutcome {
  const demanding = frameworks.filter(({ minimumRust }) => minimumRust && isOlder(version, minimumRust))
  if (demanding.length === 0) return { status: 'passed', version }
  const needed = demanding.map(({ minimumRust = '' }) => minimumRust)
  if (demanding.length < frameworks.length)
    return {
      status: 'passed',
      version,
      detail: (t) =>
        t.failure.problems(demanding.map(({ title, minimumRust = '' }) => t.checks.rustOldFor(title, minimumRust))),
    }
  const lowest = needed.reduce((low, one) => (isOlder(one, low) ? one : low))
  return {
    status: 'failed',
    message: (t) => t.checks.rustOld(version, lowest),
    hint: (t) => t.checks.updateRust,
  }
}

/** What rustc compiles for when it is told nothing, as in `x86_64-unknown-linux-gnu`. */
export async function hostTriple(probe: Probe): Promise<string | undefined> {
  const answer = await askRustc(probe)
  return answer.kind === 'done' ? /^host: (\S+)/m.exec(answer.stdout)?.[1] : undefined
}

function askRustc(probe: Probe): Promise<ProcessResult> {
  return probe('rustc', '-vV')
}

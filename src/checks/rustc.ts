import type { Outcome } from './check-result.ts'
import { isOlder } from '../text/version.ts'
import type { Ended } from '../process/run.ts'
import { cargo, useless } from './cargo.ts'
import type { Check, Needs } from './check.ts'
import { type Query, versionIn } from './probe.ts'

export const rustc: Check = {
  name: 'rustc',
  title: () => () => 'rustc',
  blocks: 'build',
  look: async (needs) => {
    const answer = await askRustc(needs.query)
    const version = versionIn(answer)
    if (version) return judgeRust(version, needs.frameworks)
    // One cause is told in one way: without Rust, both are missing.
    const aboutCargo = await cargo.look(needs)
    return aboutCargo.status === 'failed' ? aboutCargo : useless('rustc', answer)
  },
}

/** Each framework has an oldest Rust of its own: it is too old if it will do for none of them. */
export function judgeRust(version: string, frameworks: Needs['frameworks']): Outcome {
  const demanding = frameworks.filter(({ minimumRust }) => minimumRust && isOlder(version, minimumRust))
  if (demanding.length === 0) return { status: 'passed', version }
  const needed = demanding.map(({ minimumRust = '' }) => minimumRust)
  if (demanding.length < frameworks.length)
    return {
      status: 'passed',
      version,
      detail: (say) =>
        say.failure.problems(demanding.map(({ title, minimumRust = '' }) => say.checks.rustOldFor(title, minimumRust))),
    }
  const lowest = needed.reduce((low, one) => (isOlder(one, low) ? one : low))
  return {
    status: 'failed',
    problem: (say) => say.checks.rustOld(version, lowest),
    mend: (say) => say.checks.updateRust,
  }
}

/** What rustc compiles for when it is told nothing, as in `x86_64-unknown-linux-gnu`. */
export async function hostTriple(query: Query): Promise<string | undefined> {
  const answer = await askRustc(query)
  return answer.kind === 'done' ? /^host: (\S+)/m.exec(answer.stdout)?.[1] : undefined
}

function askRustc(query: Query): Promise<Ended> {
  return query('rustc', '-vV')
}

import type { ProcessResult } from '../../process/run.ts'
import { isOlder } from '../../text/version.ts'
import type { Check, Needs } from '../check.ts'
import type { CheckOutcome } from '../check-result.ts'
import { type Probe, versionIn } from '../probe.ts'
import { cargo, pinFor, rustUnavailable } from './cargo.ts'

export const rustc: Check = {
  name: 'rustc',
  title: () => () => 'rustc',
  blocks: 'build',
  run: async (needs) => {
    const answer = await askRustc(needs.probe)
    const version = versionIn(answer)
    if (version) return judgeRust(version, needs.frameworks, needs)
    // If cargo fails too, there is one cause, and both report the same.
    const cargoOutcome = await cargo.run(needs)
    return cargoOutcome.status === 'failed' ? cargoOutcome : rustUnavailable('rustc', answer, needs)
  },
}

/** Each framework has its own minimum version. Rust fails the check if it is too old for all of them. */
export function judgeRust(
  version: string,
  frameworks: Needs['frameworks'],
  place?: Pick<Needs, 'cwd' | 'project'>,
): CheckOutcome {
  const unsupported = frameworks.filter(({ minimumRust }) => minimumRust && isOlder(version, minimumRust))
  if (unsupported.length === 0) return { status: 'passed', version }
  const needed = unsupported.map(({ minimumRust = '' }) => minimumRust)
  if (unsupported.length < frameworks.length)
    return {
      status: 'passed',
      version,
      detail: (t) =>
        t.failure.problems(unsupported.map(({ title, minimumRust = '' }) => t.checks.rustOldFor(title, minimumRust))),
    }
  const lowest = needed.reduce((low, one) => (isOlder(one, low) ? one : low))
  const pin = place && pinFor(place)
  return {
    status: 'failed',
    message: (t) => t.checks.rustOld(version, lowest),
    hint: (t) => (pin ? t.checks.pinnedRust(pin.file) : t.checks.updateRust),
  }
}

/** The default target of rustc, such as `x86_64-unknown-linux-gnu`. */
export async function hostTriple(probe: Probe): Promise<string | undefined> {
  const answer = await askRustc(probe)
  return answer.kind === 'done' ? /^host: (\S+)/m.exec(answer.stdout)?.[1] : undefined
}

function askRustc(probe: Probe): Promise<ProcessResult> {
  return probe('rustc', '-vV')
}

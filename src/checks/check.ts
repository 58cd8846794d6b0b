import type { Framework } from '../choices/framework.ts'
import { Cancelled, EnvironmentError } from '../errors/errors.ts'
import type { Localized } from '../text/localized.ts'
import type { CheckName, CheckOutcome, CheckResult, ToolStep } from './check-result.ts'
import type { Probe } from './probe.ts'

/** What a check needs to know about the run that it is for. */
export type Needs = {
  /** Where the project goes, or the nearest folder around it. */
  readonly cwd: string
  /** Where cargo builds, if that is not the project. */
  readonly targetDir: string | undefined
  readonly packageManager: string
  /** Those that can still be chosen. */
  readonly frameworks: readonly Pick<Framework, 'title' | 'minimumRust'>[]
  readonly probe: Probe
}

/** One tool, or whatever else a project needs, looked at. */
export type Check = {
  readonly name: CheckName
  /** What people call it. */
  readonly title: (needs: Needs) => Localized
  /** The step that cannot be done without it, for which `create` looks at it; only `doctor` looks at the others. */
  readonly blocks?: ToolStep
  readonly look: (needs: Needs) => Promise<CheckOutcome>
}

/** Looks at all of them at once; what was stopped half-way is no finding. */
export async function runChecks(checks: readonly Check[], needs: Needs, signal?: AbortSignal): Promise<CheckResult[]> {
  const results = await Promise.all(
    checks.map(async ({ name, title, blocks, look }) => ({
      name,
      title: title(needs),
      blocks,
      ...(await look(needs)),
    })),
  )
  if (signal?.aborted) throw new Cancelled(signal.reason)
  return results
}

/** Throws an EnvironmentError if a check failed. It lists all that did: fixing one would only reveal the next. */
export function rejectFailed(results: readonly CheckResult[]): void {
  const failed = results.filter((result) => result.status === 'failed')
  if (failed.length === 0) return
  throw new EnvironmentError((t) => ({
    message: `${t.failure.problems(once(failed.map(({ message }) => message(t))))}.`,
    hint: once(failed.map(({ hint }) => hint(t))).join('\n'),
  }))
}

/** Without Rust, two of its programs are missing. */
function once(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

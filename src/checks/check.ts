import { Cancelled, EnvironmentError } from '../errors/errors.ts'
import type { Localized } from '../text/localized.ts'
import {
  type CheckName,
  type CheckOutcome,
  type CheckResult,
  listHints,
  listProblems,
  type ToolStep,
} from './check-result.ts'
import type { Probe } from './probe.ts'

/** What a check needs to know about the run. */
export type Needs = {
  /** The project folder, or its nearest existing parent. */
  readonly cwd: string
  /** The project folder, even if it does not exist yet; undefined for any in `cwd`. */
  readonly project?: string | undefined
  /** The target folder of cargo, if it is not in the project. */
  readonly targetDir: string | undefined
  readonly packageManager: string
  /** Those that can still be chosen. */
  readonly frameworks: readonly { readonly title: string; readonly minimumRust: string | undefined }[]
  readonly probe: Probe
  readonly signal?: AbortSignal | undefined
}

/** The check of one requirement: a tool, or something else about the machine. */
export type Check = {
  readonly name: CheckName
  /** The name for users. */
  readonly title: (needs: Needs) => Localized
  /** The step that needs it. `create` runs only such checks; `doctor` runs them all. */
  readonly blocks?: ToolStep
  readonly run: (needs: Needs) => Promise<CheckOutcome>
}

/** Runs the checks in parallel. Throws a Cancelled if they were stopped: their results are then meaningless. */
export async function runChecks(checks: readonly Check[], needs: Needs, signal?: AbortSignal): Promise<CheckResult[]> {
  const results = await Promise.all(
    checks.map(async ({ name, title, blocks, run }) => ({
      name,
      title: title(needs),
      blocks,
      ...(await run(needs)),
    })),
  )
  if (signal?.aborted) throw new Cancelled(signal.reason)
  return results
}

/** Throws an EnvironmentError that lists all failed checks, if any: fixing one would only reveal the next. */
export function rejectFailed(results: readonly CheckResult[]): void {
  const failed = results.filter((result) => result.status === 'failed')
  if (failed.length === 0) return
  throw new EnvironmentError((t) => ({
    message: `${listProblems(failed, t)}.`,
    hint: listHints(failed, t).join('\n'),
  }))
}

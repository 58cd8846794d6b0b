import { Cancelled } from '../errors/errors.ts'
import type { CheckName, Finding, NeedyStep, Outcome } from './check-result.ts'
import type { Framework } from '../choices/framework.ts'
import type { Phrase } from '../text/localized.ts'
import type { Query } from './probe.ts'

/** What a check needs to know about the run that it is for. */
export type Needs = {
  /** Where the project goes, or the nearest folder around it. */
  readonly cwd: string
  /** Where cargo builds, if that is not the project. */
  readonly targetDir: string | undefined
  readonly packageManager: string
  /** Those that can still be chosen. */
  readonly frameworks: readonly Pick<Framework, 'title' | 'minimumRust'>[]
  readonly query: Query
}

/** One tool, or whatever else a project needs, looked at. */
export type Check = {
  readonly name: CheckName
  /** What people call it. */
  readonly title: (needs: Needs) => Phrase
  /** The step that cannot be done without it, for which `create` looks at it; only `doctor` looks at the others. */
  readonly blocks?: NeedyStep
  readonly look: (needs: Needs) => Promise<Outcome>
}

/** Looks at all of them at once; what was stopped half-way is no finding. */
export async function lookAt(checks: readonly Check[], needs: Needs, signal?: AbortSignal): Promise<Finding[]> {
  const findings = await Promise.all(
    checks.map(async ({ name, title, blocks, look }) => ({
      name,
      title: title(needs),
      blocks,
      ...(await look(needs)),
    })),
  )
  if (signal?.aborted) throw new Cancelled(signal.reason)
  return findings
}

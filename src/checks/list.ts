import { cargo } from './cargo.ts'
import type { Check, Finding, Needs } from './finding.ts'
import { npm } from './npm.ts'

/** In the order in which a person needs them. */
export const checks: readonly Check[] = [npm, cargo]

/** Looks at all tools at once, those that are needed. */
export function checkTools(needs: Needs): Promise<Finding[]> {
  return Promise.all(
    checks.map(async (check) =>
      check.isNeeded(needs) ? check.look(needs) : ({ tool: check.tool, status: 'not needed' } as const),
    ),
  )
}
